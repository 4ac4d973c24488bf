# Dot-sourced by every test file, at discovery and at run time: imports the module as it ships and offers what tests share.
$ErrorActionPreference = 'Stop'
$env:NO_COLOR = '1'

# Whoever runs the tests may have a configuration and templates of their own; the tests have neither.
if (-not $env:ANIMATEDIMAGE_CONFIG) {
    $env:ANIMATEDIMAGE_CONFIG = Join-Path ([IO.Path]::GetTempPath()) "animatedimage-tests-no-config-$PID"
}

$env:ANIMATEDIMAGE_TEMPLATE = $null

function Get-ShippedModule {
    if ($env:ANIMATEDIMAGE_MODULE) {
        return $env:ANIMATEDIMAGE_MODULE
    }

    $output = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../output/AnimatedImage'))
    $newest = Get-ChildItem $output -Directory -ErrorAction Ignore | Sort-Object { [version] $_.Name } | Select-Object -Last 1
    if (-not $newest) {
        throw "There is no built module in '$output'. Build it first: ./build.sh Build, or ./build.ps1 Build."
    }

    $newest.FullName
}

function Import-ShippedModule {
    Import-Module (Join-Path (Get-ShippedModule) 'AnimatedImage.psd1') -Force -Global
}

# A folder of its own for a test file's media; below the system's temporary folder, with nothing in its name that needs care.
function New-MediaFolder {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "animatedimage-tests-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
    (New-Item -ItemType Directory -Path $folder).FullName
}

# A clip from ffmpeg's synthetic sources. The arguments stand between the source and the file.
function New-Clip {
    param(
        [Parameter(Mandatory)] [string] $Path,
        [double] $Seconds = 1,
        [string] $Size = '64x48',
        [double] $Rate = 10,
        [string] $Source = 'testsrc',
        [string[]] $Arguments = @('-pix_fmt', 'yuv420p')
    )

    $invariant = [cultureinfo]::InvariantCulture
    $video = [string]::Format($invariant, '{0}=size={1}:rate={2}:duration={3}', $Source, $Size, $Rate, $Seconds)
    $log = & ffmpeg -v error -nostdin -y -f lavfi -i $video @Arguments "file:$Path" 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "ffmpeg made no clip '$Path': $log"
    }

    $Path
}

# What TabExpansion offers at the end of a line.
function Complete([string] $Line) {
    (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
}

# Runs a script in a fresh pwsh with the module imported and returns its standard output, one string a line.
function Invoke-FreshPwsh([string] $Script, [switch] $WithoutModule) {
    $import = $WithoutModule ? '' : "Import-Module '$((Join-Path (Get-ShippedModule) 'AnimatedImage.psd1') -replace "'", "''")';"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ErrorActionPreference = 'Stop'; $import $Script"))
    & ([Environment]::ProcessPath) -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" }
}

# The ffmpeg and ffprobe processes that were started for files below a folder.
function Get-MediaProcess([string] $Folder) {
    # Read once: a process that ends meanwhile has no command line any more.
    Get-Process -Name ffmpeg, ffprobe -ErrorAction Ignore | Where-Object { "$($_.CommandLine)".Contains($Folder) }
}

# Waits for a condition; false when it does not come true in time.
function Wait-Until([scriptblock] $Condition, [double] $Seconds = 20) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($watch.Elapsed.TotalSeconds -lt $Seconds) {
        if (& $Condition) {
            return $true
        }

        Start-Sleep -Milliseconds 50
    }

    [bool] (& $Condition)
}
