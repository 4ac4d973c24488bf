BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:ids = @([AnimatedImage.Failures.ErrorId].GetFields() | ForEach-Object { @{ Id = $_.GetRawConstantValue() } })
    $script:isRoot = -not $IsWindows -and (id -u) -eq 0

    # Each makes the bad input in the current folder and returns its path.
    $script:badSources = @(
        @{ Case = 'a missing file'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Make = { 'missing.mp4' } }
        @{ Case = 'a missing folder'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Make = { 'missing/clip.mp4' } }
        @{ Case = 'a missing drive'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Make = { 'nodrive:/clip.mp4' } }
        @{ Case = 'a folder'; Id = 'PathIsDirectory'; Category = 'InvalidArgument'; Make = { '.' } }
        @{ Case = 'another provider'; Id = 'PathNotFileSystem'; Category = 'InvalidArgument'; Make = { 'Env:PATH' } }
        @{ Case = 'an empty file'; Id = 'EmptySource'; Category = 'InvalidData'; Make = { [IO.File]::WriteAllBytes("$pwd/empty.mp4", @()); 'empty.mp4' } }
        @{ Case = 'text named .mp4'; Id = 'NotMedia'; Category = 'InvalidData'; Make = { 'no video at all' | Set-Content text.mp4; 'text.mp4' } }
        @{ Case = 'sound alone'; Id = 'NoVideoStream'; Category = 'InvalidData'; Make = { ffmpeg -v error -y -f lavfi -i 'sine=duration=1' sound.m4a; 'sound.m4a' } }
        @{
            Case = 'a truncated MP4 whose index is gone'; Id = 'DamagedSource'; Category = 'InvalidData'
            Make = { $bytes = [IO.File]::ReadAllBytes((New-Clip "$pwd/whole.mp4" -Seconds 2)); [IO.File]::WriteAllBytes("$pwd/cut.mp4", $bytes[0..([int] ($bytes.Length / 2))]); 'cut.mp4' }
        }
        @{ Case = 'a store that no profile serves'; Id = 'StorageNotFound'; Category = 'ObjectNotFound'; Make = { 'oss://bucket/clip.mp4' } }
        @{ Case = 'an unknown scheme'; Id = 'StorageNotAvailable'; Category = 'NotInstalled'; Make = { 'gopher://host/clip.mp4' } }
        @{ Case = 'a playlist that points at another file of the machine'; Id = 'PlaylistRefused'; Category = 'SecurityError'; Make = { "#EXTM3U`n#EXT-X-TARGETDURATION:1`n#EXTINF:1,`nfile:///etc/passwd`n#EXT-X-ENDLIST" | Set-Content evil.m3u8; 'evil.m3u8' } }
        @{ Case = 'a playlist that points at another host'; Id = 'PlaylistRefused'; Category = 'SecurityError'; Make = { "#EXTM3U`n#EXT-X-TARGETDURATION:1`n#EXTINF:1,`nhttp://203.0.113.1/a.ts`n#EXT-X-ENDLIST" | Set-Content far.m3u8; 'far.m3u8' } }
        @{ Case = 'a video without a single frame'; Id = 'ZeroDuration'; Category = 'InvalidData'; Make = { New-Clip "$pwd/zero.mp4" -Arguments '-pix_fmt', 'yuv420p', '-frames:v', '0', '-movflags', '+empty_moov+frag_keyframe' } }
        @{
            # Width and height stand behind the size field of an AVI's BITMAPINFOHEADER.
            Case = 'a bomb of 30000 by 30000 pixels'; Id = 'FrameTooLarge'; Category = 'LimitsExceeded'; ConvertOnly = $true
            Make = {
                $bytes = [IO.File]::ReadAllBytes((New-Clip "$pwd/small.avi" -Rate 1 -Arguments '-c:v', 'rawvideo', '-pix_fmt', 'bgr24'))
                $header = [Text.Encoding]::Latin1.GetString($bytes).IndexOf('strf') + 12
                [BitConverter]::GetBytes(30000).CopyTo($bytes, $header)
                [BitConverter]::GetBytes(30000).CopyTo($bytes, $header + 4)
                [IO.File]::WriteAllBytes("$pwd/bomb.avi", $bytes)
                'bomb.avi'
            }
        }
    )
    if (-not $isRoot -and -not $IsWindows) {
        $badSources += @{ Case = 'a file without permission'; Id = 'AccessDenied'; Category = 'PermissionDenied'; Make = { New-Clip "$pwd/locked.mp4"; chmod 000 locked.mp4; 'locked.mp4' } }
    }

    $script:badRequests = @(
        @{ Case = 'a start past the end'; Arguments = @{ StartTime = 60 }; Id = 'StartPastEnd' }
        @{ Case = 'an end past the end, strictly'; Arguments = @{ EndTime = 60; Strict = $true }; Id = 'EndPastEnd' }
        @{ Case = 'too many frames'; Arguments = @{ MaxFrame = 5 }; Id = 'TooManyFrames'; Category = 'LimitsExceeded' }
        @{ Case = 'too many pixels'; Arguments = @{ MaxPixel = 100 }; Id = 'FrameTooLarge'; Category = 'LimitsExceeded' }
        @{ Case = 'a destination folder that is missing'; Arguments = @{ Destination = 'nowhere/clip.gif' }; Id = 'DestinationFolderMissing'; Category = 'ObjectNotFound' }
        @{ Case = 'a destination that exists'; Arguments = @{ Destination = 'there.gif' }; Id = 'DestinationExists'; Category = 'ResourceExists' }
        @{ Case = 'itself as destination'; Arguments = @{ Destination = 'self.gif'; LiteralPath = 'self.gif'; Force = $true }; Id = 'DestinationIsSource'; Category = 'InvalidOperation' }
        @{ Case = 'a destination that no profile serves'; Arguments = @{ Destination = 'oss://bucket/clip.gif' }; Id = 'StorageNotFound'; Category = 'ObjectNotFound' }
        @{ Case = 'several formats on one name'; Arguments = @{ Destination = '{name}-all'; Format = 'Gif', 'WebP' }; Id = 'DestinationConflict'; Category = 'InvalidOperation' }
    )

    $script:badCalls = @(
        @{ Case = 'an unknown variable'; Arguments = @{ Destination = '{nmae}.gif' }; Id = 'UnknownVariable' }
        @{ Case = 'two ways of sampling'; Arguments = @{ SampleInterval = 1; FrameCount = 5 }; Id = 'ContradictoryParameters' }
        @{ Case = 'an empty range'; Arguments = @{ StartTime = 1; EndTime = 1 }; Id = 'EmptyRange' }
        @{ Case = 'end and duration'; Arguments = @{ EndTime = 2; Duration = 1 }; Id = 'ContradictoryParameters' }
        @{ Case = 'width and long side'; Arguments = @{ Width = 10; LongSide = 10 }; Id = 'ContradictoryParameters' }
        @{ Case = 'a lossless GIF'; Arguments = @{ Lossless = $true; Format = 'Gif' }; Id = 'ContradictoryParameters' }
        @{ Case = 'quality 0'; Arguments = @{ Quality = 0 }; Id = 'InvalidParameter' }
        @{ Case = 'quality 101'; Arguments = @{ Quality = 101 }; Id = 'InvalidParameter' }
        @{ Case = 'no frames a second'; Arguments = @{ FrameRate = 0 }; Id = 'InvalidParameter' }
        @{ Case = 'frames without end'; Arguments = @{ FrameRate = 1e300 }; Id = 'InvalidParameter' }
        @{ Case = 'a speed of NaN'; Arguments = @{ Speed = [double]::NaN }; Id = 'InvalidParameter' }
        @{ Case = 'a negative play count'; Arguments = @{ PlayCount = -1 }; Id = 'InvalidParameter' }
        @{ Case = 'one colour'; Arguments = @{ Colors = 1 }; Id = 'InvalidParameter' }
        @{ Case = 'no time'; Arguments = @{ Timeout = 0 }; Id = 'InvalidParameter' }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:location = Get-Location
    $script:class = 'AnimatedImage.PowerShell.Commands.ConvertVideoToAnimationCommand'
    Set-Location $folder
    New-Clip "$folder/good.mp4" -Seconds 2
    New-Clip "$folder/self.gif" -Arguments @()
    'already here' | Set-Content "$folder/there.gif"
}

AfterAll {
    Set-Location $location
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Error ids' {
    It 'are known' -ForEach @{ Count = $ids.Count } {
        $Count | Should -BeGreaterThan 30
    }

    It '<Id> has a category' -ForEach $ids {
        $records = (Get-Command Get-AnimationInfo).ImplementingType.Assembly.GetType('AnimatedImage.PowerShell.Pipeline.ErrorRecords')
        $category = $records.GetMethod('CategoryOf').Invoke($null, @($Id))
        if ($Id -ne 'Unexpected') {
            $category | Should -Not -Be 'NotSpecified'
        }
    }
}

Describe 'A bad source' {
    It 'is <Id> for <Case>, and nothing is left behind' -ForEach $badSources {
        $path = & $Make | Select-Object -Last 1
        $before = (Get-ChildItem $folder -Recurse -Force).FullName
        Convert-VideoToAnimation $path -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$Id,$class"
        $failure[0].CategoryInfo.Category | Should -Be $Category
        $failure[0].Exception.Message.Length | Should -BeGreaterThan 10
        (Get-ChildItem $folder -Recurse -Force).FullName | Should -Be $before
    }

    It 'is the same error for Get-VideoInfo: <Id> for <Case>' -ForEach ($badSources | Where-Object { -not $_.ConvertOnly }) {
        $path = & $Make | Select-Object -Last 1
        Get-VideoInfo $path -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$Id,AnimatedImage.PowerShell.Commands.GetVideoInfoCommand"
    }
}

Describe 'A request that does not fit its source' {
    It 'is <Id> for <Case>, and nothing is left behind' -ForEach $badRequests {
        $parameters = @{ LiteralPath = 'good.mp4' }
        foreach ($key in $Arguments.Keys) { $parameters[$key] = $Arguments[$key] }
        $before = (Get-ChildItem $folder -Recurse -Force).FullName
        Convert-VideoToAnimation @parameters -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$Id,$class"
        $failure[0].CategoryInfo.Category | Should -Be ($Category ?? 'InvalidArgument')
        "$($failure[0].TargetObject)" | Should -Be (Join-Path $folder $parameters.LiteralPath)
        (Get-ChildItem $folder -Recurse -Force).FullName | Should -Be $before
    }
}

Describe 'A source cut in the middle' {
    It 'gives what is there and says so' {
        $bytes = [IO.File]::ReadAllBytes((New-Clip "$folder/long.mp4" -Seconds 4 -Arguments '-c:v', 'mpeg4', '-g', '5', '-movflags', '+faststart'))
        [IO.File]::WriteAllBytes("$folder/half.mp4", $bytes[0..([int] ($bytes.Length / 2))])
        $result = Convert-VideoToAnimation half.mp4 -WarningAction SilentlyContinue -WarningVariable warning
        $result.FrameCount | Should -BeGreaterThan 5
        $result.FrameCount | Should -BeLessThan 36
        "$warning" | Should -BeLike '*ended early*'
    }
}

Describe 'A destination that cannot take the output' {
    BeforeAll {
        # Mounts a small file system of its own; only root may.
        function Mount-Small([string] $Path, [string] $Options) {
            New-Item -ItemType Directory $Path | Out-Null
            $null = mount -t tmpfs -o $Options tmpfs $Path 2>&1
            $LASTEXITCODE -eq 0
        }
    }

    It 'is DiskFull on a full disk, and nothing is left behind' -Skip:(-not $IsLinux) {
        if (-not (Mount-Small "$folder/full" 'size=64k')) { Set-ItResult -Skipped -Because 'mounting needs root'; return }
        try {
            New-Clip "$folder/noisy.mp4" -Seconds 3 -Size 320x240 -Source testsrc2
            Convert-VideoToAnimation noisy.mp4 -Destination full/ -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -Be "DiskFull,$class"
            Get-ChildItem "$folder/full" -Force | Should -BeNullOrEmpty
        } finally {
            umount "$folder/full"
            Remove-Item "$folder/full", "$folder/noisy.mp4"
        }
    }

    It 'is DestinationNotWritable on a read-only disk' -Skip:(-not $IsLinux) {
        if (-not (Mount-Small "$folder/fixed" 'ro')) { Set-ItResult -Skipped -Because 'mounting needs root'; return }
        try {
            Convert-VideoToAnimation good.mp4 -Destination fixed/ -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -Be "DestinationNotWritable,$class"
        } finally {
            umount "$folder/fixed"
            Remove-Item "$folder/fixed"
        }
    }
}

Describe 'A machine that falls short' {
    BeforeAll {
        # An ffmpeg of ours that lacks or loses something, else the real one.
        function New-FFmpeg([string] $Name, [string] $Script) {
            $real = (Get-Command ffmpeg -CommandType Application | Select-Object -First 1).Source
            New-Item -ItemType Directory "$folder/$Name" | Out-Null
            "#!/bin/sh`n$($Script -replace 'FFMPEG', $real)" | Set-Content "$folder/$Name/ffmpeg"
            chmod 700 "$folder/$Name/ffmpeg"
            New-Item -ItemType SymbolicLink "$folder/$Name/ffprobe" -Target (Get-Command ffprobe -CommandType Application | Select-Object -First 1).Source | Out-Null
            "$folder/$Name"
        }
    }

    It 'is EncoderMissing where ffmpeg has no encoder for the format' -Skip:$IsWindows {
        $small = New-FFmpeg small 'case "$*" in *-encoders*) FFMPEG "$@" | grep -v libwebp ;; *) exec FFMPEG "$@" ;; esac'
        Convert-VideoToAnimation good.mp4 -Format WebP -FFmpegPath $small -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be "EncoderMissing,$class"
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        'good.webp' | Should -Not -Exist
    }

    It 'is TimedOut when a conversion takes longer than Timeout' -Skip:$IsWindows {
        $slow = New-FFmpeg slow 'case "$*" in *good.mp4*) exec sleep 60 ;; *) exec FFMPEG "$@" ;; esac'
        Convert-VideoToAnimation good.mp4 -Destination late.gif -Timeout 0.5 -FFmpegPath $slow -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be "TimedOut,$class"
        'late.gif' | Should -Not -Exist
    }
}

Describe 'A call that no input can satisfy' {
    It 'is one terminating <Id> for <Case>' -ForEach $badCalls {
        $thrown = { 'good.mp4', 'good.mp4' | Convert-VideoToAnimation @Arguments } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be "$Id,$class"
        $thrown.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'is FFmpegNotFound where ffmpeg is missing, with what to do' {
        $thrown = { Convert-VideoToAnimation good.mp4 -FFmpegPath "$folder/no-ffmpeg" } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be "FFmpegNotFound,$class"
        $thrown.CategoryInfo.Category | Should -Be 'NotInstalled'
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*ffmpeg*'
    }

    It 'is FFmpegNotFound where another program is named as ffmpeg, with its words' -Skip:$IsWindows {
        $thrown = { Convert-VideoToAnimation good.mp4 -Destination other.gif -FFmpegPath /bin/ls -ErrorAction Stop } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be "FFmpegNotFound,$class"
        $thrown.Exception.Message | Should -BeLike "'/bin/ls' does not answer as ffmpeg does*"
    }

    It 'never names the hidden file' -Skip:(-not $IsLinux) {
        $thrown = { Convert-VideoToAnimation good.mp4 -Destination /proc/x.gif -ErrorAction Stop } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be "DestinationNotWritable,$class"
        $thrown.Exception.Message | Should -Not -BeLike '*.part*'
    }
}

Describe 'A pipeline' {
    It 'of ten inputs with three bad ones gives seven results and three errors, with ThrottleLimit <Limit>' -ForEach @(@{ Limit = 1 }, @{ Limit = 4 }) {
        $source = New-Item -ItemType Directory "$folder/ten-$Limit"
        1..7 | ForEach-Object { Copy-Item good.mp4 "$source/good$_.mp4" }
        'text' | Set-Content "$source/bad1.mp4"
        [IO.File]::WriteAllBytes("$source/bad2.mp4", @())
        $inputs = @((Get-ChildItem $source).FullName | Sort-Object) + "$source/bad3.mp4"
        $inputs.Count | Should -Be 10
        $results = $inputs | Convert-VideoToAnimation -Width 32 -ThrottleLimit $Limit -ErrorAction SilentlyContinue -ErrorVariable failures
        $results.Count | Should -Be 7
        $failures.Count | Should -Be 3
        ($failures.FullyQualifiedErrorId | Sort-Object) | Should -Be "EmptySource,$class", "NotMedia,$class", "PathNotFound,$class"
        ($failures.TargetObject | ForEach-Object Name | Sort-Object) | Should -Be 'bad1.mp4', 'bad2.mp4', 'bad3.mp4'
        (Get-ChildItem $source -Filter *.gif).Count | Should -Be 7
    }

    It 'stops at the first error when told to' {
        $results = [Collections.Generic.List[object]]::new()
        $thrown = { 'good.mp4', 'missing.mp4', 'self.gif' | Convert-VideoToAnimation -Destination 'stop-{index}.gif' -ThrottleLimit 1 -ErrorAction Stop | ForEach-Object { $results.Add($_) } } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be "PathNotFound,$class"
        $results.Count | Should -Be 1
        'stop-3.gif' | Should -Not -Exist
    }

    It 'tells what went wrong in the order of inputs, whatever is done first' {
        New-Clip "$folder/slow.mp4" -Seconds 3 -Size 320x240
        $said = 'slow.mp4', 'missing.mp4', 'good.mp4', 'text.mp4' | Convert-VideoToAnimation -Destination 'order-{index}.gif' -Width 64 -ErrorAction Continue 2>&1
        ($said | ForEach-Object { $_ -is [Management.Automation.ErrorRecord] ? $_.TargetObject.Name : $_.Source.Name }) | Should -Be 'slow.mp4', 'missing.mp4', 'good.mp4', 'text.mp4'
    }

    It 'gives the name to the first of two inputs and DestinationConflict to the second, however many run at once' {
        New-Clip "$folder/slow.mp4" -Seconds 3 -Size 320x240
        $results = 'slow.mp4', 'good.mp4' | Convert-VideoToAnimation -Destination one.gif -Width 32 -ThrottleLimit 2 -ErrorAction SilentlyContinue -ErrorVariable failure
        $results.Source.Name | Should -Be 'slow.mp4'
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be "DestinationConflict,$class"
        $failure[0].TargetObject.Name | Should -Be 'good.mp4'
        $failure[0].Exception.Message | Should -BeLike '*slow.mp4*'
    }

    It 'shows ffmpeg''s whole log in the debug stream' {
        $debug = Convert-VideoToAnimation text.mp4 -Debug -ErrorAction SilentlyContinue 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] }
        $debug | Should -Not -BeNullOrEmpty
    }
}

Describe 'Leftovers' {
    It 'are none of ours in <Folder>' -ForEach @(@{ Folder = 'the media folder' }) {
        Get-ChildItem $folder -Recurse -Force | Where-Object Name -Match '\.tmp|\.part|~' | Should -BeNullOrEmpty
        Get-MediaProcess $folder | Should -BeNullOrEmpty
    }
}
