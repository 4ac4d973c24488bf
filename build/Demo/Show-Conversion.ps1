<#
.SYNOPSIS
    Shows the main job in a fresh session: what is here, what the video is, and a GIF and a WebP of it.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Video,
    [Parameter(Mandatory)] [string] $Destination,
    # Seconds to take; 0 = the whole video.
    [int] $Seconds
)

$ErrorActionPreference = 'Stop'
Import-Module $Module

# Dot-sourced, so that what a command assigns stays.
function Show([string] $Command) {
    "PS> $Command"
    Invoke-Expression $Command | Out-String -Width 120
}

Set-Location -LiteralPath $Destination
$quoted = "'$((Resolve-Path -LiteralPath $Video -Relative) -replace "'", "''")'"
$part = if ($Seconds) { " -Duration $Seconds" } else { '' }
. Show 'Get-AnimationEnvironment'
. Show "Get-VideoInfo -LiteralPath $quoted"
. Show "Convert-VideoToAnimation -LiteralPath $quoted -Destination ./ -Format Gif, WebP -LongSide 480 -FrameRate 12$part -Force -OutVariable results"
. Show '$results | Format-List'
. Show '$results | Get-AnimationInfo'
