BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Get-VideoInfo' {
    It 'tells size, duration, frame rate and codec' {
        $clip = New-Clip "$folder/clip.mp4" -Seconds 2 -Size 128x96 -Rate 25
        $info = Get-VideoInfo $clip
        $info | Should -BeOfType AnimatedImage.Media.MediaInfo
        $info.Input.Location.Path | Should -Be $clip
        $info.Duration.TotalSeconds | Should -Be 2
        $info.Video.Width | Should -Be 128
        $info.Video.Height | Should -Be 96
        $info.Video.Codec | Should -Be 'h264'
        $info.Video.FrameRate.Value | Should -Be 25
        $info.AudioStreamCount | Should -Be 0
        $info.Bytes | Should -Be (Get-Item $clip).Length
    }

    It 'tells the size as displayed' {
        $wide = New-Clip "$folder/anamorphic.mkv" -Size 64x48 -Arguments '-vf', 'setsar=2/1', '-pix_fmt', 'yuv420p'
        $info = Get-VideoInfo $wide
        $info.Video.StoredWidth | Should -Be 64
        $info.Video.Width | Should -Be 128
    }

    It 'reads animated images as videos' {
        $gif = New-Clip "$folder/clip.gif" -Arguments @()
        (Get-VideoInfo $gif).Video.Codec | Should -Be 'gif'
    }

    It 'flows into Convert-VideoToAnimation and into the cmdlets of PowerShell' {
        $clip = New-Clip "$folder/flow [1].mp4" -Seconds 0.5
        (Get-VideoInfo -LiteralPath $clip | Convert-VideoToAnimation -Width 32).Destination.Name | Should -Be 'flow [1].gif'
        (Get-VideoInfo -LiteralPath $clip | Get-Item).FullName | Should -Be $clip
    }
}
