BeforeDiscovery {
    $script:formats = @(
        @{ Format = 'Gif'; Extension = '.gif' }, @{ Format = 'WebP'; Extension = '.webp' }
        @{ Format = 'Apng'; Extension = '.apng' }, @{ Format = 'Avif'; Extension = '.avif' }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:location = Get-Location
    Set-Location $folder
    New-Clip "$folder/clip.mp4" -Seconds 2 -Size 128x96 -Rate 10
}

AfterAll {
    Set-Location $location
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Convert-VideoToAnimation' {
    AfterEach {
        Get-ChildItem $folder -Exclude '*.mp4' | Remove-Item -Force
    }

    It 'writes <Format> and returns what it wrote' -ForEach $formats {
        if ((Get-AnimationEnvironment).Formats -notcontains $Format) {
            Set-ItResult -Skipped -Because "this ffmpeg cannot write $Format"
            return
        }

        $result = Convert-VideoToAnimation clip.mp4 -Format $Format -Width 64 -PlayCount 3
        $result | Should -BeOfType AnimatedImage.Conversion.ConversionResult
        $result.Source.Path | Should -Be "$folder/clip.mp4"
        $result.Destination.Path | Should -Be "$folder/clip$Extension"
        $result.Format | Should -Be $Format
        $result.Width | Should -Be 64
        $result.Height | Should -Be 48
        $result.FrameCount | Should -Be 20
        $result.PlayCount | Should -Be 3
        $result.Duration.TotalSeconds | Should -Be 2
        $result.FrameRate | Should -BeGreaterThan 9.9
        $result.EndTime.TotalSeconds | Should -Be 2
        $result.IsSkipped | Should -BeFalse
        $result.Warnings | Should -BeNullOrEmpty
        $file = Get-Item "clip$Extension"
        $result.Bytes | Should -Be $file.Length
        $result.Sha256 | Should -Be (Get-FileHash $file).Hash.ToLowerInvariant()
        $result.Md5 | Should -Be (Get-FileHash $file -Algorithm MD5).Hash.ToLowerInvariant()
        $read = $result | Get-AnimationInfo
        $read.Format | Should -Be $Format
        $read.Width, $read.Height | Should -Be 64, 48
        $read.PlayCount | Should -Be 3
        $read.Duration.TotalSeconds | Should -Be 2
        $read.ContentKey | Should -Be $result.ContentKey
    }

    It 'makes several formats from one call, in the order asked for' {
        $results = Convert-VideoToAnimation clip.mp4 -Format WebP, Gif -Width 64
        $results.Format | Should -Be 'WebP', 'Gif'
        $results.Destination.Name | Should -Be 'clip.webp', 'clip.gif'
    }

    It 'takes the format from the destination' {
        (Convert-VideoToAnimation clip.mp4 out.webp -Width 64).Format | Should -Be 'WebP'
    }

    It 'passes every parameter on' {
        $parameters = @{
            StartTime = '0:00.5'; Duration = 1; FrameRate = 5; Speed = 2; PlayMode = 'Boomerang'; EndDelay = 0.5; PlayCount = 2
            Width = 40; Height = 40; ScaleType = 'Fill'; Padding = 'Red'; Crop = 0, 0, 64, 96
            Quality = 70; Colors = 64; Dither = 0.25; Background = '#00f'; MaxFrame = 500; MaxPixel = 1MB; Timeout = '5m'; Strict = $true; AllowUpscale = $true
        }
        $request = (Convert-VideoToAnimation clip.mp4 @parameters).Request
        $request.Clip.StartTime.Value | Should -Be 0.5
        $request.Clip.Duration.Value | Should -Be 1
        $request.Clip.Strict | Should -BeTrue
        $request.Playback.FrameRate | Should -Be 5
        $request.Playback.Speed | Should -Be 2
        $request.Playback.PlayMode | Should -Be 'Boomerang'
        $request.Playback.EndDelay | Should -Be 0.5
        $request.Playback.PlayCount | Should -Be 2
        $request.Size.Width.Value | Should -Be 40
        $request.Size.Height.Value | Should -Be 40
        $request.Size.ScaleType | Should -Be 'Fill'
        $request.Size.Padding.Color.Red | Should -Be 255
        $request.Size.Crop.Width | Should -Be 64
        $request.Size.AllowUpscale | Should -BeTrue
        $request.Picture.Quality | Should -Be 70
        $request.Picture.Colors | Should -Be 64
        $request.Picture.Dither | Should -Be 0.25
        $request.Picture.Background.Blue | Should -Be 255
        $request.Limits.MaxFrame | Should -Be 500
        $request.Limits.MaxPixel | Should -Be 1MB
        $request.Limits.Timeout | Should -Be '00:05:00'
    }

    It '-Matte is passed on, and excludes -Background' {
        (Convert-VideoToAnimation clip.mp4 matte.gif -Width 32 -Matte '#0f0').Request.Picture.Matte.Green | Should -Be 255
        { Convert-VideoToAnimation clip.mp4 matte2.gif -Width 32 -Matte '#0f0' -Background White -ErrorAction Stop } | Should -Throw -ErrorId 'ContradictoryParameters*'
        'matte2.gif' | Should -Not -Exist
    }

    It 'samples: <Name>' -ForEach @(
        @{ Name = 'SampleInterval'; Parameters = @{ SampleInterval = 0.5; FrameRate = 4 }; Frames = 4 }
        @{ Name = 'SampleRate'; Parameters = @{ SampleRate = 5 }; Frames = 10 }
        @{ Name = 'FrameCount'; Parameters = @{ FrameCount = 3; FrameRate = 2 }; Frames = 3 }
        @{ Name = 'Segment'; Parameters = @{ Segment = '0-0.5', '50%+0.3' }; Frames = 8 }
        @{ Name = 'a start from the end'; Parameters = @{ StartTime = -1 }; Frames = 10 }
        @{ Name = 'TrimEnd'; Parameters = @{ TrimEnd = 0.5 }; Frames = 15 }
    ) {
        (Convert-VideoToAnimation clip.mp4 -Width 32 @Parameters).FrameCount | Should -Be $Frames
    }

    It 'says how the source was read, and takes an accuracy' {
        $result = Convert-VideoToAnimation clip.mp4 -Width 32 -FrameCount 3 -FrameRate 2 -FrameAccuracy Fast
        "$($result.Reading) $($result.Request.Sampling.Accuracy) $($result.FrameCount)" | Should -Be 'Through Fast 3'
        (Convert-VideoToAnimation clip.mp4 -Width 32 -KeyFrameOnly -Force).Reading | Should -Be 'KeyFrames'
        { Convert-VideoToAnimation clip.mp4 -FrameAccuracy Sloppy } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,*'
    }

    It 'takes key frames only' {
        (Convert-VideoToAnimation clip.mp4 -Width 32 -KeyFrameOnly).FrameCount | Should -BeLessThan 5
    }

    It 'sizes: <Name>' -ForEach @(
        @{ Name = 'half'; Parameters = @{ Width = '50%' }; Size = '64x48' }
        @{ Name = 'a fraction'; Parameters = @{ Width = 0.25 }; Size = '32x24' }
        @{ Name = 'the long side'; Parameters = @{ LongSide = 64 }; Size = '64x48' }
        @{ Name = 'the short side'; Parameters = @{ ShortSide = 24 }; Size = '32x24' }
        @{ Name = 'a factor'; Parameters = @{ Scale = 0.5 }; Size = '64x48' }
        @{ Name = 'a box that is filled'; Parameters = @{ Width = 64; Height = 64; ScaleType = 'Fill'; Padding = 'Blur' }; Size = '64x64' }
        @{ Name = 'no enlarging unasked'; Parameters = @{ Width = 256 }; Size = '128x96' }
        @{ Name = 'enlarging when asked'; Parameters = @{ Width = 256; AllowUpscale = $true }; Size = '256x192' }
    ) {
        $result = Convert-VideoToAnimation clip.mp4 -Duration 0.3 @Parameters
        "$($result.Width)x$($result.Height)" | Should -Be $Size
    }

    It 'warns when the end is past the end, and says so in the result' {
        $result = Convert-VideoToAnimation clip.mp4 -EndTime 60 -Width 32 -WarningVariable warning -WarningAction SilentlyContinue
        $result.EndTime.TotalSeconds | Should -Be 2
        $result.Warnings.Count | Should -Be 1
        $warning.Count | Should -Be 1
        $warning[0].Message | Should -BeLike 'clip.mp4: *'
    }

    It 'overwrites with -Force only' {
        'mine' | Set-Content clip.gif
        { Convert-VideoToAnimation clip.mp4 -Width 32 -ErrorAction Stop } | Should -Throw -ErrorId 'DestinationExists,*'
        Get-Content clip.gif | Should -Be 'mine'
        (Convert-VideoToAnimation clip.mp4 -Width 32 -Force).Bytes | Should -Be (Get-Item clip.gif).Length
    }

    It 'leaves a current destination alone with -SkipExisting, and renews one that is not' {
        $first = Convert-VideoToAnimation clip.mp4 -Width 32 -SkipExisting
        $first.IsSkipped | Should -BeFalse
        $again = Convert-VideoToAnimation clip.mp4 -Width 32 -SkipExisting
        $again.IsSkipped | Should -BeTrue
        $again.Sha256 | Should -Be $first.Sha256
        (Convert-VideoToAnimation clip.mp4 -Width 48 -SkipExisting).IsSkipped | Should -BeFalse
        (Get-AnimationInfo clip.gif).Width | Should -Be 48
    }

    It 'keeps a file that no conversion made, with -SkipExisting too' {
        'mine' | Set-Content foreign.gif
        { Convert-VideoToAnimation clip.mp4 foreign.gif -Width 32 -SkipExisting -ErrorAction Stop } | Should -Throw -ErrorId 'DestinationExists,*'
        Get-Content foreign.gif | Should -Be 'mine'
        Remove-Item foreign.gif
    }

    It 'does not guess a format from an extension that it does not know' {
        { Convert-VideoToAnimation clip.mp4 out.jpg -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownFormat,*'
        (Convert-VideoToAnimation clip.mp4 out.jpg -Format Gif -Width 32).Format | Should -Be 'Gif'
        Remove-Item out.jpg
    }

    It 'asks nothing with -Debug, and tells timings there' {
        $lines = Invoke-FreshPwsh "Set-Location '$pwd'; Convert-VideoToAnimation clip.mp4 debug.gif -Width 32 -Debug | ForEach-Object FrameCount"
        "$lines" | Should -BeLike '*encoded in*'
        "$lines" | Should -Not -BeLike '*prompt*'
        Remove-Item debug.gif
    }

    It 'returns results in the order of inputs, <Name>' -ForEach @(
        @{ Name = 'side by side'; Throttle = @{} }, @{ Name = 'one at a time'; Throttle = @{ ThrottleLimit = 1 } }, @{ Name = 'more than may wait'; Throttle = @{ ThrottleLimit = 2 } }
    ) {
        New-Clip "$folder/slow.mp4" -Seconds 4 -Size 320x240
        $inputs = @('slow.mp4') + @('clip.mp4') * ($Throttle.ThrottleLimit -eq 2 ? 20 : 2)
        $results = $inputs | Convert-VideoToAnimation -Destination '{name}-{index}.gif' -Width 32 @Throttle
        $results.Source.Name | Should -Be $inputs
        Remove-Item slow.mp4
    }

    It 'writes a result before the next input is taken, one at a time' {
        $there = 1..3 | ForEach-Object { @(Get-ChildItem "$folder/turn-*.gif").Count; } -PipelineVariable before | ForEach-Object { 'clip.mp4' } |
            Convert-VideoToAnimation -Destination 'turn-{index}.gif' -Width 32 -ThrottleLimit 1 | ForEach-Object { $before }
        $there | Should -Be 0, 1, 2
    }

    It 'numbers inputs in their order when many run at once' {
        Copy-Item clip.mp4 other.mp4
        $results = 'clip.mp4', 'other.mp4', 'clip.mp4', 'other.mp4' | Convert-VideoToAnimation -Destination '{index}.gif' -Width 32 -ThrottleLimit 4
        $results.Count | Should -Be 4
        ($results | Where-Object { $_.Source.Name -eq 'other.mp4' }).Destination.Name | Sort-Object | Should -Be '2.gif', '4.gif'
        Remove-Item other.mp4
    }

    It 'makes the same bytes from the same input' {
        $hashes = 1..2 | ForEach-Object { (Convert-VideoToAnimation clip.mp4 -Format Gif, WebP -Width 48 -Force).Sha256 -join ' ' }
        $hashes[0] | Should -Be $hashes[1]
    }

    It 'makes the same bytes under <_>' -ForEach 'de-DE', 'ar-SA', 'tr-TR' {
        $expected = (Convert-VideoToAnimation clip.mp4 -StartTime 0.5 -Width 48 -FrameRate 7.5).Sha256
        $found = Invoke-FreshPwsh "[cultureinfo]::CurrentCulture = '$_'; [cultureinfo]::CurrentUICulture = '$_'; (Convert-VideoToAnimation -LiteralPath '$folder/clip.mp4' -StartTime 0.5 -Width 48 -FrameRate 7.5 -Force).Sha256"
        $found | Should -Be $expected
    }
}
