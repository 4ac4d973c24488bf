BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:manifest = Join-Path (Get-ShippedModule) 'AnimatedImage.psd1'
}

Describe 'The shipped module' {
    It 'has a manifest that PowerShell accepts' {
        $tested = Test-ModuleManifest $manifest -ErrorAction Stop
        $tested.Name | Should -Be 'AnimatedImage'
        $tested.PowerShellVersion | Should -Be ([version] '7.6')
        $tested.CompatiblePSEditions | Should -Be 'Core'
        $tested.LicenseUri | Should -Not -BeNullOrEmpty
        $tested.ReleaseNotes | Should -Not -BeNullOrEmpty
        $tested.Guid | Should -Be '5d6f6a52-6a0e-4d0a-9b2b-3a7b0b7e6f11'
    }

    It 'lists its exports one by one' {
        $data = Import-PowerShellDataFile $manifest
        foreach ($key in 'CmdletsToExport', 'FunctionsToExport', 'VariablesToExport', 'AliasesToExport') {
            $data.ContainsKey($key) | Should -BeTrue -Because "a missing $key means a wildcard"
            @($data[$key]) -match '[*?]' | Should -BeNullOrEmpty -Because "$key has to be a list"
        }

        $data.CmdletsToExport.Count | Should -BeGreaterThan 3
    }

    It 'has tags that a gallery takes' {
        $tags = (Import-PowerShellDataFile $manifest).PrivateData.PSData.Tags
        $tags.Count | Should -BeGreaterThan 3
        $tags -match '\s' | Should -BeNullOrEmpty
        $tags | Should -Contain 'PSEdition_Core'
    }

    It 'gives every assembly the version of the manifest' {
        $version = [version] (Import-PowerShellDataFile $manifest).ModuleVersion
        $own = Get-ChildItem (Get-ShippedModule) -Filter 'AnimatedImage*.dll'
        $own.Count | Should -BeGreaterOrEqual 3
        foreach ($file in $own) {
            $found = [Reflection.AssemblyName]::GetAssemblyName($file.FullName).Version
            "$($found.Major).$($found.Minor).$($found.Build)" | Should -Be $version.ToString(3) -Because $file.Name
        }
    }

    It 'ships no assembly of PowerShell' {
        Get-ChildItem (Get-ShippedModule) -Recurse -Filter '*.dll' | Where-Object Name -in 'System.Management.Automation.dll', 'PowerShellStandard.Library.dll' | Should -BeNullOrEmpty
    }

    It 'exports what the manifest says, again after -Force and after Remove-Module' {
        $expected = (Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object
        $script = @'
$names = { ((Get-Module AnimatedImage).ExportedCommands.Keys | Sort-Object) -join ',' }
& $names
Import-Module (Get-Module AnimatedImage).Path -Force; & $names
$path = (Get-Module AnimatedImage).Path
Import-Module ([IO.Path]::ChangeExtension($path, '.psd1')) -Force; & $names
Remove-Module AnimatedImage
"left: $(Get-Command Get-AnimationInfo -ErrorAction Ignore)"
Import-Module ([IO.Path]::ChangeExtension($path, '.psd1')); & $names
try { Get-AnimationInfo /no/such/file.gif } catch { $_.FullyQualifiedErrorId }
'@
        $lines = @(Invoke-FreshPwsh $script)
        $lines.Count | Should -Be 6
        $lines[0] | Should -Be ($expected -join ',')
        $lines[2] | Should -Be ($expected -join ',')
        $lines[3] | Should -Be 'left: '
        $lines[4] | Should -Be ($expected -join ',')
        $lines[5] | Should -Be 'PathNotFound,AnimatedImage.PowerShell.Commands.GetAnimationInfoCommand'
    }

    It 'lets scripts name its types' {
        Invoke-FreshPwsh '[AnimatedImage.Conversion.ConversionResult].FullName; function f([AnimatedImage.Requests.OutputFormat] $x) { $x }; f gif' |
            Should -Be 'AnimatedImage.Conversion.ConversionResult', 'Gif'
    }
}
