BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:folder = New-MediaFolder
    $script:clip = New-Clip (Join-Path $folder 'clip.gif') -Arguments @()
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Isolation' {
    BeforeAll {
        # Lists where each of our assemblies lives and checks that a cmdlet works.
        $script:report = @"
[Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object {
    `$context = `$_
    `$context.Assemblies | Where-Object { `$_.GetName().Name -like 'AnimatedImage*' } | ForEach-Object { "`$(`$context.Name):`$(`$_.GetName().Name):`$(`$_.GetName().Version)" }
} | Sort-Object -CaseSensitive
"frames: `$((Get-AnimationInfo -LiteralPath '$clip').FrameCount)"
"@
        $script:version = (Import-PowerShellDataFile (Join-Path (Get-ShippedModule) 'AnimatedImage.psd1')).ModuleVersion

        # An assembly with a simple name of our choice and another version, as another module would bring along.
        function New-ForeignAssembly([string] $Name, [string] $Version) {
            $path = Join-Path (New-Item -ItemType Directory -Path (Join-Path $folder ([guid]::NewGuid()))).FullName "$Name.dll"
            $identity = [Reflection.AssemblyName]::new("$Name, Version=$Version")
            $builder = [Reflection.Emit.PersistedAssemblyBuilder]::new($identity, [object].Assembly)
            $type = $builder.DefineDynamicModule($Name).DefineType('Foreign.Marker', [Reflection.TypeAttributes]::Public)
            [void] $type.CreateType()
            $builder.Save($path)
            $path
        }
    }

    It 'keeps cmdlets apart and shares the types that scripts name' {
        $lines = Invoke-FreshPwsh $report
        $lines.Count | Should -Be 4
        $lines | Should -Contain "AnimatedImage:AnimatedImage.PowerShell:$version.0"
        $lines | Should -Contain "Default:AnimatedImage.Loader:$version.0"
        $lines | Should -Contain "Default:AnimatedImage:$version.0"
        $lines | Should -Contain 'frames: 10'
    }

    It 'works when another version of the cmdlet assembly was loaded before' {
        $foreign = New-ForeignAssembly 'AnimatedImage.PowerShell' '99.0.0.0'
        $lines = Invoke-FreshPwsh -WithoutModule "Add-Type -Path '$foreign'; Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; $report"
        $lines | Should -Contain "AnimatedImage:AnimatedImage.PowerShell:$version.0"
        $lines | Should -Contain 'Default:AnimatedImage.PowerShell:99.0.0.0'
        $lines | Should -Contain 'frames: 10'
    }

    It 'works when another version of the cmdlet assembly is loaded after' {
        $foreign = New-ForeignAssembly 'AnimatedImage.PowerShell' '99.0.0.0'
        $lines = Invoke-FreshPwsh "Add-Type -Path '$foreign'; $report; [Foreign.Marker].FullName"
        $lines | Should -Contain "AnimatedImage:AnimatedImage.PowerShell:$version.0"
        $lines | Should -Contain 'frames: 10'
        $lines | Should -Contain 'Foreign.Marker'
    }

    It 'says plainly that two versions of the module cannot share a session' {
        $foreign = New-ForeignAssembly 'AnimatedImage' '99.0.0.0'
        $lines = Invoke-FreshPwsh -WithoutModule "Add-Type -Path '$foreign'; try { Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1' } catch { `$_.Exception.Message }"
        $lines -join ' ' | Should -BeLike '*Version 99.0.0.0 of AnimatedImage is loaded in this session*Start a new PowerShell session*'
    }

    It 'takes each of its libraries from its own folder, whatever the session has loaded, in both orders' {
        $names = (Get-ChildItem (Get-ShippedModule) -Filter *.dll).BaseName | Where-Object { $_ -notlike 'AnimatedImage*' }
        if (-not $names) {
            Set-ItResult -Skipped -Because 'the module ships no library of others yet'
            return
        }

        foreach ($name in $names) {
            $foreign = New-ForeignAssembly $name '99.0.0.0'
            foreach ($script in "Add-Type -Path '$foreign'; Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; $report", "Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; Add-Type -Path '$foreign'; $report") {
                Invoke-FreshPwsh -WithoutModule $script | Should -Contain 'frames: 10' -Because $name
            }
        }
    }

    It 'reaches stores beside another version of the SDK, as AWS.Tools brings along, in both orders' {
        # Nobody listens there: an answer about the network is one of our own version of the SDK.
        $ask = "New-AnimationStorage nobody S3Compatible -Endpoint http://127.0.0.1:1 -Anonymous -Force | Out-Null; try { Get-AnimationStorageItem s3://bucket -Storage nobody -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }"
        $own = "[Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object { `$context = `$_; `$context.Assemblies | Where-Object { `$_.GetName().Name -like 'AWSSDK*' } | ForEach-Object { `"`$(`$context.Name):`$(`$_.GetName().Name):`$(`$_.GetName().Version.Major)`" } }"
        $foreign = 'AWSSDK.Core', 'AWSSDK.S3' | ForEach-Object { "Add-Type -Path '$(New-ForeignAssembly $_ '3.3.0.0')'" }
        $import = "Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'"
        foreach ($script in "$($foreign -join '; '); $import; $ask; $own", "$import; $ask; $($foreign -join '; '); $own") {
            $lines = Invoke-FreshPwsh -WithoutModule $script
            $lines | Should -Contain 'StorageUnreachable,AnimatedImage.PowerShell.Commands.GetAnimationStorageItemCommand'
            $lines | Should -Contain 'AnimatedImage:AWSSDK.Core:4'
            $lines | Should -Contain 'AnimatedImage:AWSSDK.S3:4'
            $lines | Should -Contain 'Default:AWSSDK.Core:3'
        }
    }

    It 'loads what speaks to stores with the first remote location, not before' {
        $loaded = "@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -match '^AWSSDK|^AnimatedImage.Storage' }).Count"
        $lines = Invoke-FreshPwsh "Get-AnimationStorage | Out-Null; Convert-VideoToAnimation -LiteralPath '$clip' -Destination '$folder/lazy.webp' -Width 16 | Out-Null; $loaded; New-AnimationStorage nobody S3Compatible -Endpoint http://127.0.0.1:1 -Anonymous -Force | Out-Null; Get-AnimationStorageItem s3://bucket -Storage nobody -ErrorAction Ignore; $loaded"
        $lines[0] | Should -Be '0'
        [int] $lines[1] | Should -BeGreaterOrEqual 3
    }
}
