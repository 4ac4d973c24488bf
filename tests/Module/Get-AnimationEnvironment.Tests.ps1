BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
}

Describe 'Get-AnimationEnvironment' {
    It 'tells which ffmpeg is used and what it can write' {
        $report = Get-AnimationEnvironment
        $report | Should -BeOfType AnimatedImage.Conversion.AnimationEnvironment
        $report.IsReady | Should -BeTrue
        $report.FFmpeg.FFmpegPath | Should -Exist
        $report.FFmpeg.FFprobePath | Should -Exist
        (& $report.FFmpeg.FFmpegPath -version | Select-Object -First 1) | Should -BeLike "*$($report.FFmpegVersion)*"
        $report.Formats | Should -Contain 'Gif'
        $report.Checks.Name | Should -Contain 'ffmpeg'
        $report.ModuleVersion.ToString(3) | Should -Be (Import-PowerShellDataFile (Join-Path (Get-ShippedModule) 'AnimatedImage.psd1')).ModuleVersion
        foreach ($check in $report.Checks) {
            $check.Detail | Should -Not -BeNullOrEmpty
        }
    }

    It 'says what to do where ffmpeg is missing, without an error' {
        $report = Get-AnimationEnvironment -FFmpegPath (Join-Path $TestDrive 'nothing') -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        $report.IsReady | Should -BeFalse
        $report.FFmpeg | Should -BeNullOrEmpty
        $report.Formats | Should -BeNullOrEmpty
        $report.Advice -join ' ' | Should -BeLike '*ffmpeg*'
    }

    It 'says what is missing in an ffmpeg that lacks things' -Skip:$IsWindows {
        # Answers like an ffmpeg built with one encoder.
        $folder = (New-Item -ItemType Directory "$TestDrive/small").FullName
        @'
#!/bin/sh
case "$*" in
*-version*) echo "ffmpeg version 4.4-small Copyright" ;;
*-encoders*) printf 'Encoders:\n ------\n V....D gif                  GIF\n' ;;
*-decoders*) printf 'Decoders:\n ------\n V....D h264                 H.264\n' ;;
*-filters*) printf 'Filters:\n' ;;
esac
'@ | Set-Content "$folder/ffmpeg"
        Copy-Item "$folder/ffmpeg" "$folder/ffprobe"
        chmod +x "$folder/ffmpeg" "$folder/ffprobe"
        $report = Get-AnimationEnvironment -FFmpegPath $folder
        $report.IsReady | Should -BeTrue
        $report.FFmpeg.FoundBy | Should -Be 'configuration'
        $report.Formats | Should -Contain 'Gif'
        $report.Formats | Should -Not -Contain 'Avif'
        ($report.Checks | Where-Object Name -EQ 'HDR').IsAvailable | Should -BeFalse
        ($report.Checks | Where-Object Name -EQ 'Codecs').Detail | Should -BeLike '*hevc*'
        $report.Advice | Should -Not -BeNullOrEmpty
    }
}
