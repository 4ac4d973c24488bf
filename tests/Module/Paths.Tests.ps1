BeforeDiscovery {
    $script:names = @(
        @{ Name = 'plain.mp4' }
        @{ Name = 'with space.mp4' }
        @{ Name = 'a [1].mp4' }
        @{ Name = '[abc].mp4' }
        @{ Name = "it's.mp4" }
        @{ Name = '-leading-dash.mp4' }
        @{ Name = 'percent%20d%03d.mp4' }
        @{ Name = 'dollar$name`tick.mp4' }
        @{ Name = 'braces{name}.mp4' }
        @{ Name = 'comma,semicolon;and&.mp4' }
        @{ Name = 'Ünïcödé 日本語.mp4' }
        @{ Name = '🎬 clip 🎉.mp4' }
        @{ Name = 'two.dots.mp4' }
    )
    if (-not $IsWindows) {
        $names += @{ Name = 'double"quote.mp4' }, @{ Name = "new`nline.mp4" }, @{ Name = 'colon:name.mp4' }, @{ Name = 'star*question?.mp4' }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:location = Get-Location
    $script:template = New-Clip (Join-Path $folder 'template.mp4') -Seconds 0.5
    Set-Location $folder
}

AfterAll {
    Set-Location $location
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'A file called <Name>' -ForEach $names {
    BeforeAll {
        $script:own = (New-Item -ItemType Directory (Join-Path $folder ([guid]::NewGuid().ToString('n')))).FullName
        $script:file = Join-Path $own $Name
        [IO.File]::Copy($template, $file)
        $script:expected = [IO.Path]::ChangeExtension($file, '.gif')
    }

    BeforeEach {
        [IO.File]::Delete($expected)
    }

    It 'is converted by -LiteralPath' {
        $result = Convert-VideoToAnimation -LiteralPath $file -Width 32
        $result.Destination.Path | Should -BeExactly $expected
        [IO.File]::Exists($expected) | Should -BeTrue
    }

    It 'is converted when piped as a file' {
        $result = [IO.DirectoryInfo]::new($own).GetFiles('*.mp4') | Convert-VideoToAnimation -Width 32
        $result.Destination.Path | Should -BeExactly $expected
        $result = Get-ChildItem -LiteralPath $own -File | Where-Object Extension -EQ .mp4 | Convert-VideoToAnimation -Width 32 -Force
        $result.Destination.Path | Should -BeExactly $expected
    }

    It 'is written to a name like it' {
        $target = Join-Path $own "out of $([IO.Path]::GetFileNameWithoutExtension($Name)).gif"
        $pattern = $target.Replace('{', '{{').Replace('}', '}}')
        if ($Name -notmatch '[*?]') {
            (Convert-VideoToAnimation -LiteralPath $file -Width 32 -Destination $pattern).Destination.Path | Should -BeExactly $target
            [IO.File]::Exists($target) | Should -BeTrue
        }
    }
}

Describe '-Path' {
    BeforeAll {
        $script:many = (New-Item -ItemType Directory (Join-Path $folder 'many')).FullName
        'c', 'a', 'b', 'a [1]' | ForEach-Object { [IO.File]::Copy($template, "$many/$_.mp4") }
        New-Item -ItemType Directory "$many/folder.mp4" | Out-Null
    }

    It 'expands wildcards sorted by name and leaves folders out' {
        $infos = Get-VideoInfo many/*.mp4
        $infos.Input.Location.Name | Should -Be 'a [1].mp4', 'a.mp4', 'b.mp4', 'c.mp4'
    }

    It 'takes [ ] as a set of characters, but a file of that very name first' {
        (Get-VideoInfo 'many/[ab].mp4').Input.Location.Name | Should -Be 'a.mp4', 'b.mp4'
        (Get-VideoInfo 'many/a [1].mp4').Input.Location.Name | Should -Be 'a [1].mp4'
    }

    It 'warns when a wildcard meets nothing' {
        Get-VideoInfo many/*.nothing -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warning.Count | Should -Be 1
        $warning[0].Message | Should -BeLike '*many/*.nothing*'
    }

    It 'counts from $PWD, not from the folder of the process' {
        Push-Location many
        [Environment]::CurrentDirectory = [IO.Path]::GetTempPath()
        (Get-VideoInfo a.mp4).Input.Location.Path | Should -Be (Join-Path $many 'a.mp4')
        (Convert-VideoToAnimation ./a.mp4 -Destination relative.gif -Width 32).Destination.Path | Should -Be (Join-Path $many 'relative.gif')
        Pop-Location
    }

    It 'follows PowerShell drives of the file system' {
        New-PSDrive -Name clips -PSProvider FileSystem -Root $many -Scope Global | Out-Null
        (Get-VideoInfo clips:/a.mp4).Input.Location.Path | Should -Be (Join-Path $many 'a.mp4')
        (Convert-VideoToAnimation clips:/a.mp4 -Destination clips:/drive.gif -Width 32).Destination.Path | Should -Be (Join-Path $many 'drive.gif')
        Remove-PSDrive clips -Scope Global
    }

    It 'takes file: addresses' {
        (Get-VideoInfo "file://$($IsWindows ? '/' : '')$($many -replace '\\', '/')/a.mp4").Input.Location.Path | Should -Be (Join-Path $many 'a.mp4')
    }

    It 'recognises a scheme before a drive of that name' {
        $before, $env:ANIMATEDIMAGE_CONFIG = $env:ANIMATEDIMAGE_CONFIG, (Join-Path $folder 'config')
        [void] (New-AnimationStorage nobody S3Compatible -Endpoint http://127.0.0.1:1 -Anonymous)
        New-PSDrive -Name s3 -PSProvider FileSystem -Root $many -Scope Global | Out-Null
        Get-AnimationInfo s3://bucket/a.gif -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'StorageUnreachable,*'
        Remove-PSDrive s3 -Scope Global
        $env:ANIMATEDIMAGE_CONFIG = $before
    }

    It 'takes what other cmdlets return: <What>' -ForEach @(
        @{ What = 'text'; Make = { "$many/a.mp4" } }
        @{ What = 'files'; Make = { Get-Item "$many/a.mp4" } }
        @{ What = 'video infos'; Make = { Get-VideoInfo "$many/a.mp4" } }
        @{ What = 'objects with a PSPath'; Make = { [pscustomobject] @{ PSPath = "$many/a.mp4" } } }
        @{ What = 'objects with a LiteralPath'; Make = { [pscustomobject] @{ LiteralPath = "$many/a.mp4" } } }
    ) {
        $media = & $Make | Get-VideoInfo
        $media.Input.Location.Path | Should -Be (Join-Path $many 'a.mp4')
    }
}

Describe '-Destination' {
    It 'fills in variables: <Pattern>' -ForEach @(
        @{ Pattern = '{name}-{width}x{height}.{autoext}'; Expected = 'template-32x24.gif' }
        @{ Pattern = '${name}_${index}.gif'; Expected = 'template_1.gif' }
        @{ Pattern = '{date:yyyy}.gif'; Expected = "$([datetime]::Now.Year).gif" }
        @{ Pattern = './{barename}{index:000}{autoext}'; Expected = 'template001.gif' }
        @{ Pattern = '{dirname}/beside.gif'; Expected = 'beside.gif' }
        @{ Pattern = '{{literal}}.gif'; Expected = '{literal}.gif' }
    ) {
        $result = Convert-VideoToAnimation template.mp4 -Width 32 -Destination $Pattern
        $result.Destination.Path | Should -BeExactly (Join-Path $folder $Expected)
        [IO.File]::Exists($result.Destination.Path) | Should -BeTrue
    }

    It 'takes a folder, with or without a separator at its end' {
        New-Item -ItemType Directory target | Out-Null
        (Convert-VideoToAnimation template.mp4 -Width 32 -Destination target).Destination.Path | Should -Be (Join-Path $folder 'target' 'template.gif')
        (Convert-VideoToAnimation template.mp4 -Width 32 -Destination target/ -Format WebP).Destination.Path | Should -Be (Join-Path $folder 'target' 'template.webp')
    }

    It 'works in a location whose name holds braces' {
        $braces = (New-Item -ItemType Directory '{odd}').FullName
        Push-Location -LiteralPath $braces
        (Convert-VideoToAnimation $template -Width 32 -Destination '{name}.gif').Destination.Path | Should -BeExactly (Join-Path $braces 'template.gif')
        Pop-Location
    }
}
