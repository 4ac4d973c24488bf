BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    # Long enough that no machine converts it before it is stopped.
    $script:long = New-Clip (Join-Path $folder 'long.mp4') -Seconds 60 -Size 640x480 -Rate 25 -Arguments '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'
    $script:short = New-Clip (Join-Path $folder 'short.mp4') -Seconds 0.5
    $script:clean = { (Get-ChildItem $folder -Force | Where-Object Name -notin 'long.mp4', 'short.mp4').Count -eq 0 }
    $script:noChild = { -not (Get-MediaProcess $folder) }
}

AfterAll {
    Wait-Until $noChild | Out-Null
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Stopping a pipeline' {
    It 'ends the child processes and leaves no file: Stop() in a runspace, ThrottleLimit <Limit>' -ForEach @(@{ Limit = 1 }, @{ Limit = 3 }) {
        $shell = [powershell]::Create()
        [void] $shell.AddScript("Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; 1..3 | ForEach-Object { '$long' } | Convert-VideoToAnimation -Destination '$folder/stop-{index}.gif' -ThrottleLimit $Limit")
        $running = $shell.BeginInvoke()
        Wait-Until { Get-MediaProcess $folder } | Should -BeTrue -Because 'there has to be something to stop'
        Wait-Until { (Get-ChildItem $folder -Force).Count -gt 2 } | Should -BeTrue -Because 'something has to be half-written'
        $shell.Stop()
        Wait-Until $noChild 2 | Should -BeTrue
        Wait-Until $clean 2 | Should -BeTrue
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Streams.Error | Should -BeNullOrEmpty -Because 'stopping is no failure'
        $shell.Dispose()
    }

    It 'ends the child processes and leaves no file: Ctrl+C in a console' -Skip:$IsWindows {
        $script = "Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; Convert-VideoToAnimation -LiteralPath '$long' -Destination '$folder/ctrl.gif'"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
        $console = Start-Process ([Environment]::ProcessPath) -ArgumentList '-NoProfile', '-EncodedCommand', $encoded -PassThru -RedirectStandardOutput "$TestDrive/out.txt" -RedirectStandardError "$TestDrive/err.txt"
        Wait-Until { Get-MediaProcess $folder } | Should -BeTrue
        Wait-Until { (Get-ChildItem $folder -Force).Count -gt 2 } | Should -BeTrue
        # The shell's own kill: the program of that name is not on every system.
        & sh -c "kill -INT $($console.Id)"
        Wait-Until { $console.HasExited } 10 | Should -BeTrue
        Wait-Until $noChild 2 | Should -BeTrue
        Wait-Until $clean 2 | Should -BeTrue
    }

    It 'ends the child processes even when the whole process is killed' -Skip:(-not $IsLinux) {
        $script = "Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; Convert-VideoToAnimation -LiteralPath '$long' -Destination '$folder/kill.gif'"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
        $console = Start-Process ([Environment]::ProcessPath) -ArgumentList '-NoProfile', '-EncodedCommand', $encoded -PassThru -RedirectStandardOutput "$TestDrive/out.txt" -RedirectStandardError "$TestDrive/err.txt"
        Wait-Until { Get-MediaProcess $folder } | Should -BeTrue
        $console.Kill()
        Wait-Until $noChild 2 | Should -BeTrue
        Join-Path $folder 'kill.gif' | Should -Not -Exist
        Get-ChildItem $folder -Force | Where-Object Name -notin 'long.mp4', 'short.mp4' | Remove-Item -Force
    }
}

Describe 'A consumer that has enough' {
    It 'ends the work of the inputs behind it' {
        $results = $short, $long, $long | Convert-VideoToAnimation -Destination "$folder/first-{index}.gif" -ThrottleLimit 3 | Select-Object -First 1
        $results.Source.Name | Should -Be 'short.mp4'
        Wait-Until $noChild 2 | Should -BeTrue
        (Get-ChildItem $folder -Force).Name | Sort-Object | Should -Be 'first-1.gif', 'long.mp4', 'short.mp4'
        Remove-Item "$folder/first-1.gif"
    }

    It 'is no error' {
        $error.Clear()
        1..50 | ForEach-Object { $short } | Get-VideoInfo | Select-Object -First 2 | Should -HaveCount 2
        $error.Count | Should -Be 0
    }

    It 'may leave by an exception or a break' {
        { $short, $long | Convert-VideoToAnimation -Destination "$folder/throw-{index}.gif" -ThrottleLimit 2 | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
        Wait-Until $noChild 2 | Should -BeTrue
        foreach ($once in 1) {
            $short, $long | Convert-VideoToAnimation -Destination "$folder/break-{index}.gif" -ThrottleLimit 2 | ForEach-Object { break }
        }

        Wait-Until $noChild 2 | Should -BeTrue
        (Get-ChildItem $folder -Force).Name | Sort-Object | Should -Be 'break-1.gif', 'long.mp4', 'short.mp4', 'throw-1.gif'
        Remove-Item "$folder/*.gif"
    }
}

Describe '-Timeout' {
    It 'ends the conversion with TimedOut and leaves nothing' {
        Convert-VideoToAnimation -LiteralPath $long -Destination "$folder/late.gif" -Timeout 1 -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        $failure[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        Wait-Until $noChild 2 | Should -BeTrue
        & $clean | Should -BeTrue
    }
}

Describe 'ffmpeg killed from outside' {
    It 'is one error, and nothing is left' -Skip:$IsWindows {
        $shell = [powershell]::Create()
        [void] $shell.AddScript("Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; Convert-VideoToAnimation -LiteralPath '$long' -Destination '$folder/killed.gif'")
        $running = $shell.BeginInvoke()
        Wait-Until { Get-MediaProcess $folder | Where-Object Name -EQ 'ffmpeg' } | Should -BeTrue
        Get-MediaProcess $folder | Where-Object Name -EQ 'ffmpeg' | Stop-Process -Force
        $running.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        $shell.Streams.Error.Count | Should -Be 1
        $shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'FFmpegKilled,*'
        $shell.Dispose()
        Wait-Until $noChild 2 | Should -BeTrue
        & $clean | Should -BeTrue
    }
}
