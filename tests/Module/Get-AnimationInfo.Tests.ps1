BeforeDiscovery {
    $script:formats = @(
        @{ Format = 'Gif'; File = 'clip.gif'; Arguments = @('-loop', '2'); Plays = 3 }
        @{ Format = 'WebP'; File = 'clip.webp'; Arguments = @('-c:v', 'libwebp_anim', '-loop', '3'); Plays = 3 }
        @{ Format = 'Apng'; File = 'clip.png'; Arguments = @('-f', 'apng', '-plays', '3'); Plays = 3 }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:location = Get-Location
    Set-Location $folder
}

AfterAll {
    Set-Location $location
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Get-AnimationInfo' {
    It 'reads <Format>' -ForEach $formats {
        New-Clip (Join-Path $folder $File) -Seconds 2 -Rate 5 -Arguments $Arguments
        $info = Get-AnimationInfo $File
        $info | Should -BeOfType AnimatedImage.Inspection.AnimationInfo
        $info.Format | Should -Be $Format
        $info.Width | Should -Be 64
        $info.Height | Should -Be 48
        $info.FrameCount | Should -Be 10
        $info.Frames.Count | Should -Be 10
        $info.PlayCount | Should -Be $Plays
        $info.Duration.TotalSeconds | Should -Be 2
        $info.FrameRate | Should -Be 5
        $info.Bytes | Should -Be (Get-Item $File).Length
        $info.FullName | Should -Be (Join-Path $folder $File)
    }

    It 'needs no ffmpeg' {
        New-Clip (Join-Path $folder 'alone.gif') -Arguments @()
        $lines = Invoke-FreshPwsh "`$env:PATH = '/nowhere'; `$env:ANIMATEDIMAGE_FFMPEG = '/nowhere'; (Get-AnimationInfo -LiteralPath '$folder/alone.gif').FrameCount"
        $lines | Should -Be '10'
    }

    It 'flows into the cmdlets of PowerShell' {
        New-Clip (Join-Path $folder 'flow [1].gif') -Arguments @()
        $item = Get-ChildItem -LiteralPath $folder -Filter 'flow*' | Get-AnimationInfo | Get-Item
        $item.Name | Should -Be 'flow [1].gif'
    }

    It 'says <Id> for <Case>' -ForEach @(
        @{ Case = 'text'; Id = 'NotAnimation'; Category = 'InvalidData'; Make = { 'no picture at all' | Set-Content bad.gif; 'bad.gif' } }
        @{ Case = 'a missing file'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Make = { 'missing.gif' } }
        @{ Case = 'a folder'; Id = 'PathIsDirectory'; Category = 'InvalidArgument'; Make = { '.' } }
        @{ Case = 'another provider'; Id = 'PathNotFileSystem'; Category = 'InvalidArgument'; Make = { 'Env:PATH' } }
        @{ Case = 'a store that no profile serves'; Id = 'StorageNotFound'; Category = 'ObjectNotFound'; Make = { 'oss://bucket/clip.gif' } }
        @{ Case = 'an unknown scheme'; Id = 'StorageNotAvailable'; Category = 'NotInstalled'; Make = { 'gopher://host/clip.gif' } }
    ) {
        $path = & $Make
        Get-AnimationInfo $path -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$Id,AnimatedImage.PowerShell.Commands.GetAnimationInfoCommand"
        $failure[0].CategoryInfo.Category | Should -Be $Category
        $failure[0].Exception | Should -BeOfType AnimatedImage.Failures.ConversionException
    }

    It 'says EmptySource or NotAnimation for an empty file' {
        New-Item empty.gif -ItemType File | Out-Null
        Get-AnimationInfo empty.gif -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Count | Should -Be 1
        $failure[0].Exception.ErrorId | Should -BeIn 'EmptySource', 'NotAnimation'
    }
}
