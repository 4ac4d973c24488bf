# What is configured once for every call, and what wins over what.
BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:before = $env:ANIMATEDIMAGE_CONFIG, $env:ANIMATEDIMAGE_FFMPEG
    $env:ANIMATEDIMAGE_CONFIG = Join-Path $folder 'config'
    $env:ANIMATEDIMAGE_FFMPEG = $null
    $script:config = Join-Path $folder 'config/config.json'
    $script:ffmpegFolder = Split-Path (Get-Command ffmpeg -CommandType Application -TotalCount 1).Source

    # A second place with the same programs, to tell the two apart.
    $script:otherFolder = (New-Item "$folder/other" -ItemType Directory).FullName
    if (-not $IsWindows) {
        'ffmpeg', 'ffprobe' | ForEach-Object { $null = New-Item "$otherFolder/$_" -ItemType SymbolicLink -Target "$ffmpegFolder/$_" }
    }

    New-Clip "$folder/clip.mp4" | Out-Null
}

AfterAll {
    $env:ANIMATEDIMAGE_CONFIG, $env:ANIMATEDIMAGE_FFMPEG = $before
    Remove-Item $folder -Recurse -Force
}

Describe 'The configuration' {
    BeforeEach {
        Remove-Item $config -ErrorAction Ignore
        $env:ANIMATEDIMAGE_FFMPEG = $null
    }

    It 'is empty and without a file until something is set' {
        $all = Get-AnimationConfiguration
        $all.GetType().FullName | Should -BeExactly 'AnimatedImage.Configuration.AnimationConfiguration'
        $all.FFmpegPath, $all.DefaultTemplate, $all.JobStore, $all.SpillFolder | Should -Be $null, $null, $null, $null
        $all.Settings.Origin | Select-Object -Unique | Should -Be 'Default'
        $all.Path | Should -Be $config
        Test-Path $config | Should -BeFalse
    }

    It 'changes only what was bound' {
        Set-AnimationConfiguration -FFmpegPath $ffmpegFolder
        Set-AnimationConfiguration -DefaultTemplate E-MAIL
        $after = Get-AnimationConfiguration
        $after.FFmpegPath, $after.DefaultTemplate | Should -Be $ffmpegFolder, 'e-mail'
        (Set-AnimationConfiguration -Clear FFmpegPath -PassThru).DefaultTemplate | Should -Be 'e-mail'
        (Get-Content $config -Raw | ConvertFrom-Json -AsHashtable).Keys | Sort-Object | Should -Be 'defaultTemplate', 'version'
    }

    It 'lets the parameter win over the environment, and that over the file' -Skip:$IsWindows {
        (Get-AnimationEnvironment).FFmpeg.FoundBy | Should -Be 'PATH'
        Set-AnimationConfiguration -FFmpegPath $otherFolder
        (Get-AnimationEnvironment).FFmpeg.FFmpegPath | Should -Be "$otherFolder/ffmpeg"
        (Get-AnimationConfiguration FFmpegPath).Source | Should -Be $config
        $env:ANIMATEDIMAGE_FFMPEG = $ffmpegFolder
        (Get-AnimationEnvironment).FFmpeg.FFmpegPath | Should -Be "$ffmpegFolder/ffmpeg"
        $setting = Get-AnimationConfiguration ffmpeg*
        $setting.Value, $setting.Origin, $setting.Source | Should -Be $ffmpegFolder, 'Environment', 'ANIMATEDIMAGE_FFMPEG'
        (Get-AnimationEnvironment -FFmpegPath $otherFolder).FFmpeg.FFmpegPath | Should -Be "$otherFolder/ffmpeg"
        Set-AnimationConfiguration -FFmpegPath $otherFolder -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*ANIMATEDIMAGE_FFMPEG wins*'
    }

    It 'is used by conversions, probes and measurements' -Skip:$IsWindows {
        Set-AnimationConfiguration -FFmpegPath $otherFolder
        $path = $env:PATH
        try {
            $env:PATH = '/nowhere'
            (Get-VideoInfo "$folder/clip.mp4").Video.Width | Should -Be 64
            (Measure-Animation "$folder/clip.mp4").FrameCount | Should -Be 10
            (Convert-VideoToAnimation "$folder/clip.mp4" -Force).FrameCount | Should -Be 10
        }
        finally {
            $env:PATH = $path
        }
    }

    It 'takes a path from the session''s location' -Skip:$IsWindows {
        Push-Location $folder
        try {
            (Set-AnimationConfiguration -FFmpegPath ./other -PassThru).FFmpegPath | Should -Be $otherFolder
            (Set-AnimationConfiguration -SpillFolder ./other -PassThru).SpillFolder | Should -Be $otherFolder
        }
        finally {
            Pop-Location
        }
    }

    It 'refuses <Case> as <Id> and stays as it is' -ForEach @(
        @{ Case = 'an ffmpeg that is not there'; Id = 'FFmpegNotFound'; Arguments = @{ FFmpegPath = '/nowhere' } }
        @{ Case = 'a template that is not there'; Id = 'TemplateNotFound'; Arguments = @{ DefaultTemplate = 'nosuch' } }
        @{ Case = 'a folder that is not there'; Id = 'PathNotFound'; Arguments = @{ SpillFolder = '/nowhere' } }
        @{ Case = 'an unknown setting'; Id = 'InvalidParameter'; Arguments = @{ Clear = 'Colour' } }
        @{ Case = 'setting and clearing at once'; Id = 'ContradictoryParameters'; Arguments = @{ Clear = 'DefaultTemplate'; DefaultTemplate = 'e-mail' } }
    ) {
        { Set-AnimationConfiguration @Arguments } | Should -Throw -ErrorId "$Id,*"
        Test-Path $config | Should -BeFalse
    }

    It 'changes nothing with -WhatIf' {
        Set-AnimationConfiguration -DefaultTemplate e-mail -WhatIf
        Test-Path $config | Should -BeFalse
    }

    It 'is refused by name where it is not understood' {
        $null = New-Item (Split-Path $config) -ItemType Directory -Force
        '{"version":1,"colour":"x"}' | Set-Content $config
        { Get-AnimationConfiguration } | Should -Throw "*config.json*'colour'*" -ErrorId 'InvalidConfiguration,*'
        { Convert-VideoToAnimation "$folder/clip.mp4" } | Should -Throw "*'colour'*" -ErrorId 'InvalidConfiguration,*'
        Get-Content $config | Should -Be '{"version":1,"colour":"x"}'
    }

    It 'is offered by completion and shown with its origin' {
        (Complete 'Set-AnimationConfiguration -Clear ').CompletionText | Should -Be 'FFmpegPath', 'DefaultTemplate', 'JobStore', 'SpillFolder'
        (Complete 'Set-AnimationConfiguration -DefaultTemplate chat-s').CompletionText | Should -Be 'chat-sticker'
        Set-AnimationConfiguration -DefaultTemplate e-mail
        Get-AnimationConfiguration | Out-String -Width 300 | Should -Match 'DefaultTemplate : e-mail \(File: .*config\.json\)'
    }
}
