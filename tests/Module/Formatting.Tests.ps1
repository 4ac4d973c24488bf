BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:clip = New-Clip (Join-Path $folder 'clip.mp4') -Seconds 2 -Size 128x96 -Rate 10
    $script:result = Convert-VideoToAnimation $clip -Width 64 -PlayCount 3

    function Show($Object) {
        ($Object | Out-String -Width 200) -replace '\x1b\[[0-9;]*m'
    }
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'What people see' {
    BeforeAll {
        $script:culture = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'en-US'
    }

    AfterAll {
        [cultureinfo]::CurrentCulture = $culture
    }

    It 'of a result: name, size, frames, time and human bytes in one row' {
        $text = Show $result
        $text | Should -Match 'Destination\s+Size\s+Frames\s+Fps\s+Duration\s+Bytes'
        $text | Should -Match 'clip\.gif\s+64x48\s+20\s+10\s+0:02\.000\s+[\d.]+ (B|KB)'
    }

    It 'of a result fits into 80 columns, bytes included' {
        ($result | Out-String -Width 80) -replace '\x1b\[[0-9;]*m' | Should -Match '[\d.]+ (B|KB)'
    }

    It 'of a result fits into 80 columns with its note, whatever its size' {
        $skipped = Convert-VideoToAnimation $clip -Width 64 -PlayCount 3 -SkipExisting
        ($skipped | Out-String -Width 80) -replace '\x1b\[[0-9;]*m' | Should -Match 'clip\.gif\s+64x48 .*current, skipped'
    }

    It 'of a result as a list: everything but the request' {
        $text = Show ($result | Format-List)
        $text | Should -Match 'Sha256\s+:\s+[0-9a-f]{64}'
        $text | Should -Match 'PlayCount\s+:\s+3'
        $text | Should -Not -Match 'ConversionRequest'
    }

    It 'of a video' {
        $text = Show (Get-VideoInfo $clip)
        $text | Should -Match 'Name\s+Size\s+Fps\s+Duration\s+Codec\s+Bytes'
        $text | Should -Match 'clip\.mp4\s+128x96\s+10\s+0:02\.000\s+h264'
    }

    It 'of an animation and of its frames' {
        $info = $result | Get-AnimationInfo
        Show $info | Should -Match 'clip\.gif\s+Gif\s+64x48\s+20\s+10\s+0:02\.000\s+[\d.]+ (B|KB)\s+3'
        Show $info.Frames | Should -Match '0\s+0:00\.100\s+0\s+0\s+64x48'
        Show ($info | Format-List) | Should -Not -Match 'AnimationFrameInfo \{'
    }

    It 'of an estimate' {
        Show (Measure-Animation $clip -Width 64) | Should -Match 'clip\.mp4\s+Gif\s+64x48\s+20\s+0:02\.000\s+[\d.]+ (B|KB)'
    }

    It 'of the environment' {
        $text = Show (Get-AnimationEnvironment)
        $text | Should -Match 'is ready to convert to Gif'
        $text | Should -Match '(?m)^\s*ffmpeg\s+yes\s'
    }
}

Describe 'DisplayText' {
    It 'shows <Bytes> bytes as <Expected>' -ForEach @(
        @{ Bytes = 0; Expected = '0 B' }, @{ Bytes = 999; Expected = '999 B' }, @{ Bytes = 1000; Expected = '0.98 KB' }, @{ Bytes = 1024; Expected = '1.00 KB' }
        @{ Bytes = 15360; Expected = '15.0 KB' }, @{ Bytes = 1048576; Expected = '1.00 MB' }, @{ Bytes = 2422211; Expected = '2.31 MB' }, @{ Bytes = [long]::MaxValue; Expected = '8388608 TB' }
    ) {
        $before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'en-US'
        [AnimatedImage.PowerShell.Display.DisplayText]::Size($Bytes) | Should -Be $Expected
        [cultureinfo]::CurrentCulture = $before
    }

    It 'shows times as players do' {
        [AnimatedImage.PowerShell.Display.DisplayText]::Time('00:00:02.8') | Should -Match '^0:02[.,]800$'
        [AnimatedImage.PowerShell.Display.DisplayText]::Time('01:02:03') | Should -Match '^1:02:03[.,]000$'
        [AnimatedImage.PowerShell.Display.DisplayText]::Time('1.01:00:00') | Should -Match '^25:00:00[.,]000$'
    }
}
