# Compiled cmdlets are out of reach of script analyzers: the same rules, by reflection over the shipped module.
BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:commands = @(Get-Command -Module AnimatedImage | ForEach-Object { @{ Name = $_.Name; Command = $_ } })
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
}

Describe 'The surface' {
    It 'was found' -ForEach @{ Commands = $commands.Count } {
        $Commands | Should -BeGreaterThan 3
    }

    It 'is the one that is written down' {
        $snapshot = Join-Path $PSScriptRoot 'Surface.snapshot.txt'
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        $lines = foreach ($command in Get-Command -Module AnimatedImage | Sort-Object Name) {
            foreach ($set in $command.ParameterSets | Sort-Object Name) {
                "$($command.Name) [$($set.Name)]$($set.IsDefault ? ' default' : '')"
                foreach ($parameter in $set.Parameters | Where-Object Name -NotIn $common | Sort-Object Name) {
                    $notes = @(
                        if ($parameter.IsMandatory) { 'mandatory' }
                        if ($parameter.Position -ge 0) { "position $($parameter.Position)" }
                        if ($parameter.ValueFromPipeline) { 'by value' }
                        if ($parameter.ValueFromPipelineByPropertyName) { 'by property name' }
                        if ($parameter.Aliases) { "alias $($parameter.Aliases -join ' ')" }
                    )
                    $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
                    "    -$($parameter.Name) $($type.Name)$($notes ? ' (' + ($notes -join ', ') + ')' : '')"
                }
            }
        }

        if ($env:ANIMATEDIMAGE_UPDATE_SNAPSHOT -or -not (Test-Path $snapshot)) {
            $lines | Set-Content $snapshot
        }

        # A change here breaks somebody's script: change the snapshot (set ANIMATEDIMAGE_UPDATE_SNAPSHOT) only on purpose.
        $lines -join "`n" | Should -BeExactly ((Get-Content $snapshot) -join "`n")
    }

    It 'exports cmdlets only, each listed in the manifest and each cmdlet of the assembly' {
        $module = Get-Module AnimatedImage
        $listed = (Import-PowerShellDataFile (Join-Path (Get-ShippedModule) 'AnimatedImage.psd1')).CmdletsToExport | Sort-Object
        $compiled = (Get-Command Get-AnimationInfo).ImplementingType.Assembly.GetExportedTypes() | ForEach-Object {
            $cmdlet = [Attribute]::GetCustomAttribute($_, [Management.Automation.CmdletAttribute])
            if ($cmdlet) { "$($cmdlet.VerbName)-$($cmdlet.NounName)" }
        } | Sort-Object
        $compiled | Should -Be $listed
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be $listed
        $module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count | Should -Be 0
    }

    It 'hides no command of PowerShell' {
        $own = [string[]] (Get-Module AnimatedImage).ExportedCmdlets.Keys
        Get-Command $own -All | Where-Object ModuleName -ne 'AnimatedImage' | Should -BeNullOrEmpty
    }
}

Describe '<Name>' -ForEach $commands {
    It 'has an approved verb and a singular noun with the prefix' {
        (Get-Verb).Verb | Should -Contain $Command.Verb
        $Command.Noun | Should -MatchExactly '^(Animation|Video)[A-Za-z]*$'
        $Command.Noun | Should -Not -MatchExactly '[^s]s$'
        $Command.Name | Should -Not -Match '[#,(){}\[\]&/\\$^;:"''<>|?@`*%+=~]'
    }

    It 'has a class that says what it is' {
        $type = $Command.ImplementingType
        $type.Name | Should -BeExactly "$($Command.Verb)$($Command.Noun)Command"
        $type.Namespace | Should -BeExactly 'AnimatedImage.PowerShell.Commands'
        $type.IsSealed | Should -BeTrue
    }

    It 'says what it returns' {
        $Command.OutputType.Count | Should -BeGreaterThan 0
        foreach ($output in $Command.OutputType) {
            $output.Type | Should -Not -BeNullOrEmpty
            $output.Type | Should -Not -BeIn ([object], [string], [psobject])
        }
    }

    It 'asks before it changes anything' {
        $changes = $Command.Verb -in 'Convert', 'Export', 'Import', 'New', 'Set', 'Remove', 'Start', 'Stop', 'Restart', 'Suspend', 'Resume', 'Enable', 'Disable', 'Copy' -or
            # It writes an object and deletes it again.
            $Command.Name -eq 'Test-AnimationStorage'
        $Command.Parameters.ContainsKey('WhatIf') | Should -Be $changes
        $Command.Parameters.ContainsKey('Confirm') | Should -Be $changes
    }

    It 'has parameter sets in Pascal case, one value from the pipeline in each, and few positions' {
        foreach ($set in $Command.ParameterSets) {
            $set.Name | Should -MatchExactly '^(__AllParameterSets|[A-Z][A-Za-z]+)$'
            @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1
            @($set.Parameters | Where-Object Position -ge 0).Count | Should -BeLessThan 5
        }

        if ($Command.ParameterSets.Count -gt 1) {
            @($Command.ParameterSets | Where-Object IsDefault).Count | Should -Be 1
        }
    }

    It 'takes paths as PowerShell''s own cmdlets do' {
        if ($Command.Parameters.ContainsKey('Path')) {
            $Command.Parameters.LiteralPath.Aliases | Should -Contain 'PSPath'
            $Command.Parameters.Path.Attributes.TypeId.Name | Should -Contain 'SupportsWildcardsAttribute'
        }
    }

    It 'has parameters with names and types that serve' {
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        $own = @($Command.Parameters.Values | Where-Object Name -NotIn $common)
        $own.Count | Should -BeGreaterThan 0
        foreach ($parameter in $own) {
            $because = "-$($parameter.Name)"
            $parameter.Name | Should -MatchExactly '^[A-Z][A-Za-z]+$' -Because $because
            # Colors counts colours, as Width counts pixels.
            if ($parameter.Name -notin 'Alias', 'Colors', 'Lossless', 'Anonymous') {
                $parameter.Name | Should -Not -MatchExactly '[^s]s$' -Because $because
            }

            $type = $parameter.ParameterType
            $type | Should -Not -BeIn ([bool], [object]) -Because $because
            if ($type -eq [switch]) {
                $parameter.ParameterSets.Values.IsMandatory | Should -Not -Contain $true -Because $because
            }
            elseif ($type -eq [string]) {
                # A secret's name is no secret.
                $parameter.Name -replace '^SecretName$' | Should -Not -Match 'password|secret|token|credential|apikey' -Because $because
            }
            elseif ($type -ne [hashtable] -and [Collections.IEnumerable].IsAssignableFrom($type)) {
                $type.IsArray | Should -BeTrue -Because $because
            }
        }
    }

    It 'has complete help' {
        $help = Get-Help $Command.Name -Full
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$($Command.Name) *[[]*" -Because 'that is what PowerShell makes up where there is no help'
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        foreach ($name in $Command.Parameters.Keys | Where-Object { $_ -notin $common }) {
            $described = $help.parameters.parameter | Where-Object name -EQ $name
            $described.description.Text | Should -Not -BeNullOrEmpty -Because "-$name needs a description"
        }
    }
}

Describe 'Parameters of one name' {
    # One cmdlet may take several where another takes one.
    It 'have one type and one set of aliases everywhere' {
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        $all = Get-Command -Module AnimatedImage | ForEach-Object { $_.Parameters.Values } | Where-Object Name -NotIn $common
        # -Background is a colour of a request, and where a worker works; -InputObject is whatever a cmdlet takes by value.
        foreach ($group in $all | Group-Object Name | Where-Object Name -NotIn 'Background', 'InputObject') {
            @($group.Group.ParameterType | ForEach-Object { $_.IsArray ? $_.GetElementType() : [Nullable]::GetUnderlyingType($_) ?? $_ } | Select-Object -Unique).Count | Should -Be 1 -Because "-$($group.Name)"
            @($group.Group | ForEach-Object { $_.Aliases -join ',' } | Select-Object -Unique).Count | Should -Be 1 -Because "-$($group.Name)"
        }
    }
}
