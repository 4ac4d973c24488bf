<#
.SYNOPSIS
    Runs one Pester file against the shipped module and writes what came out as JSON.
.DESCRIPTION
    $env:ANIMATEDIMAGE_MODULE holds the module's folder, which is not on PSModulePath: a test imports it, nothing loads by itself.
    A container that cannot be discovered and a block whose set-up fails count as failed, however many tests they hold.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $File,
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Report
)

$ErrorActionPreference = 'Stop'
$env:ANIMATEDIMAGE_MODULE = $Module
Import-Module Pester -MinimumVersion 5.0

$configuration = New-PesterConfiguration
$configuration.Run.Path = $File
$configuration.Run.PassThru = $true
$configuration.Run.Exit = $false
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

$broken = [Math]::Max($result.FailedContainersCount, 0) + [Math]::Max($result.FailedBlocksCount, 0)
@{
    passed  = $result.PassedCount
    failed  = [Math]::Max($result.FailedCount, [Math]::Min($broken, 1))
    skipped = $result.SkippedCount + $result.NotRunCount + $result.InconclusiveCount
} | ConvertTo-Json | Set-Content -LiteralPath $Report
exit [int]($result.FailedCount + $broken -gt 0)
