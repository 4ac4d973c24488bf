BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:clip = New-Clip (Join-Path $folder 'clip.mp4') -Seconds 20 -Size 320x240 -Rate 25 -Arguments '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'

    # Runs a script in a runspace of its own and returns the progress records it wrote.
    function Get-ProgressOf([string] $Script) {
        $shell = [powershell]::Create()
        [void] $shell.AddScript("`$ProgressPreference = 'Continue'; Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; $Script")
        $watch = [Diagnostics.Stopwatch]::StartNew()
        [void] $shell.Invoke()
        $records = $shell.Streams.Progress.ReadAll()
        $shell.HadErrors | Should -BeFalse
        $shell.Dispose()
        @{ Records = @($records); Seconds = $watch.Elapsed.TotalSeconds }
    }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Progress' {
    It 'of one input shows its name, stays within 100 %, comes at most five times a second and is taken away' {
        $progress = Get-ProgressOf "Convert-VideoToAnimation -LiteralPath '$clip' -Width 160 -Force"
        $records = $progress.Records
        $records.Count | Should -BeGreaterThan 1
        $records.Count | Should -BeLessOrEqual ([Math]::Ceiling($progress.Seconds * 5) + 2)
        $records.Activity | Select-Object -Unique | Should -Be 'clip.mp4'
        $records.ActivityId | Select-Object -Unique | Should -HaveCount 1
        $records.ParentActivityId | Select-Object -Unique | Should -Be -1
        ($records.PercentComplete | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 100
        ($records.PercentComplete | Measure-Object -Minimum).Minimum | Should -BeGreaterOrEqual -1
        $records[-1].RecordType | Should -Be 'Completed'
        @($records | Where-Object RecordType -EQ 'Completed').Count | Should -Be 1
        $running = @($records | Where-Object RecordType -EQ 'Processing')
        $running.StatusDescription | ForEach-Object { $_ | Should -Match '^\w+: \d+ of \d+ frames' }
        @($running | Where-Object SecondsRemaining -ge 0).Count | Should -BeGreaterThan 0
        ($running.PercentComplete -join ',') | Should -Be (($running.PercentComplete | Sort-Object) -join ',')
    }

    It 'of many inputs hangs the bars of the inputs below one that counts them' {
        $records = (Get-ProgressOf "'$clip', '$clip' | Convert-VideoToAnimation -Destination '$folder/many-{index}.gif' -Width 80 -ThrottleLimit 2").Records
        $parent = @($records | Where-Object Activity -EQ 'Converting videos')
        $parent.Count | Should -BeGreaterThan 1
        $parent[-1].RecordType | Should -Be 'Completed'
        $children = @($records | Where-Object Activity -EQ 'clip.mp4')
        $children.ParentActivityId | Select-Object -Unique | Should -Be $parent[0].ActivityId
        @($children.ActivityId | Select-Object -Unique).Count | Should -Be 2
        @($children | Where-Object RecordType -EQ 'Completed').Count | Should -Be 2
    }
}
