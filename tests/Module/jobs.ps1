# Dot-sourced by the test files that need a job store or other shells.

# A PostgreSQL server of the test's own, or null where none can be had: then its tests are skipped, and say so.
function Start-TestDatabase {
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $program = 'release', 'debug' | ForEach-Object { Join-Path $root "artifacts/bin/AnimatedImage.TestServers/$_/AnimatedImage.TestServers.dll" } |
        Where-Object { Test-Path $_ } | Select-Object -First 1
    if (-not $program) {
        return $null
    }

    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.ArgumentList.Add($program)
    $start.ArgumentList.Add('postgres')
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if (-not $line) {
        Write-Warning "NO POSTGRESQL TO TEST AGAINST: $($process.StandardError.ReadToEnd())"
        return $null
    }

    [pscustomobject] @{ Process = $process; Address = ($line | ConvertFrom-Json).address }
}

function Stop-TestDatabase($Database) {
    if ($Database) {
        $Database.Process.StandardInput.Close()
        $Database.Process.WaitForExit()
    }
}

# A pwsh of its own that runs a script beside this one, as another user's shell would. Its output goes into a file.
function Start-Shell([string] $Script, [string] $Output) {
    $import = "Import-Module '$((Join-Path (Get-ShippedModule) 'AnimatedImage.psd1') -replace "'", "''")';"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ErrorActionPreference = 'Stop'; $import $Script"))
    Start-Process ([Environment]::ProcessPath) -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded -PassThru -RedirectStandardOutput $Output -RedirectStandardError "$Output.err"
}

# Ctrl+C, by the shell's own kill: the program of that name is not on every system.
function Send-Interrupt($Process) {
    & sh -c "kill -INT $($Process.Id)"
}
