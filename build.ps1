#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, shows and packs AnimatedImage.
.DESCRIPTION
    A thin wrapper: the build is the program in build/, which build.sh runs just the same. It needs the .NET SDK 10 or later and
    installs what else is missing where that needs no question (ffmpeg by apt, brew or winget; pwsh as a .NET tool).

    Clean    removes everything that the other targets make
    Build    compiles everything and lays out the module in output/AnimatedImage/<version>
    Test     builds, then runs everything that checks the project; the last line is "N passed, N failed, N skipped"
    Demo     builds, then makes a GIF and a WebP from a video into demo-output
    Bench    builds, then measures: -Name import, convert, ...
    Package  makes a module folder and a nupkg that Install-PSResource takes, in output/package
.PARAMETER Target
    What to do. Default Build.
.PARAMETER Path
    Demo: the video to convert; without it ffmpeg makes one. Bench: a folder of videos to measure with instead of made ones.
.PARAMETER Name
    Bench: which suites to run; all when left out.
.PARAMETER Filter
    Test: runs only tests whose name contains this text.
.EXAMPLE
    ./build.ps1 Test

    Runs all tests and ends with a line such as "412 passed, 0 failed, 3 skipped"; the exit code is 0 only when none failed.
.EXAMPLE
    ./build.ps1 Demo -Path ./holiday.mp4

    Makes demo-output/holiday.gif and demo-output/holiday.webp with the cmdlets and prints their typed results.
.EXAMPLE
    ./build.ps1 Bench -Name import

    Measures what Import-Module AnimatedImage adds to the start of pwsh, as a table and as JSON.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Clean', 'Build', 'Test', 'Demo', 'Bench', 'Package')]
    [string] $Target = 'Build',

    [Parameter(Position = 1)]
    [string] $Path,

    [string[]] $Name,

    [string] $Filter
)

$ErrorActionPreference = 'Stop'

$sdks = if (Get-Command dotnet -CommandType Application -ErrorAction Ignore) { @(dotnet --list-sdks) } else { @() }
if (-not ($sdks -match '^[1-9][0-9]+\.')) {
    Write-Error 'The .NET SDK 10 or later was not found. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again.' -ErrorAction Continue
    exit 1
}

$arguments = @($Target)
if ($Path) { $arguments += '--path', $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path) }
if ($Name) { $arguments += '--name', ($Name -join ',') }
if ($Filter) { $arguments += '--filter', $Filter }

$env:DOTNET_CLI_TELEMETRY_OPTOUT = $env:DOTNET_NOLOGO = $env:MSBUILDDISABLENODEREUSE = '1'
$compiler = if ($env:CI) { @('-p:UseSharedCompilation=false') } else { @() }
dotnet msbuild "$PSScriptRoot/build/Build.csproj" -restore -p:Configuration=Release -verbosity:quiet -nologo -nodeReuse:false @compiler
if ($LASTEXITCODE -eq 0) {
    dotnet "$PSScriptRoot/build/artifacts/bin/Build/release/Build.dll" @arguments
}

exit $LASTEXITCODE
