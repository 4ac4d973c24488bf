# Templates as users live with them: made, changed, copied, carried elsewhere, used, removed.
BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:presets = @(Get-AnimationTemplate | Where-Object IsReadOnly | ForEach-Object { @{ Name = $_.Name } })
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:configBefore = $env:ANIMATEDIMAGE_CONFIG
    $env:ANIMATEDIMAGE_CONFIG = Join-Path $folder 'config'
    Push-Location $folder
    New-Clip "$folder/clip.mp4" -Seconds 2 -Size 160x120 -Rate 10 | Out-Null

    function Get-ErrorId([scriptblock] $Script) {
        try {
            $null = & $Script
            'none'
        }
        catch {
            $_.FullyQualifiedErrorId.Split(',')[0]
        }
    }
}

AfterAll {
    Pop-Location
    $env:ANIMATEDIMAGE_CONFIG = $configBefore
    Remove-Item $folder -Recurse -Force
}

Describe 'New-AnimationTemplate' {
    It 'keeps what was given and nothing else' {
        $made = New-AnimationTemplate Team-Demo -Format WebP -LongSide 80 -FrameRate 5 -Destination '{name}-{template}{autoext}' -Description 'What we show' -Tag web, team
        $made.GetType().FullName | Should -BeExactly 'AnimatedImage.Templates.AnimationTemplate'
        $made.Name, $made.Description | Should -Be 'Team-Demo', 'What we show'
        $made.Tags | Should -Be 'web', 'team'
        $made.Request.SetParameters() | Should -Be 'Destination', 'Format', 'FrameRate', 'LongSide'
        $made.Created.Offset | Should -Be ([timespan]::Zero)
        ([datetimeoffset]::UtcNow - $made.Created).TotalMinutes | Should -BeLessThan 1
        $made.IsReadOnly, $made.IsDefault | Should -Be $false, $false
    }

    It 'writes a file that only its user reads' -Skip:$IsWindows {
        $file = Get-Item "$env:ANIMATEDIMAGE_CONFIG/templates/team-demo.json"
        $file.UnixMode | Should -Be '-rw-------'
        (Get-Item $file.Directory).UnixMode | Should -Be 'drwx------'
    }

    It 'refuses <Case> as <Id>' -ForEach @(
        @{ Case = 'a short name'; Id = 'InvalidParameter'; Script = { New-AnimationTemplate abc } }
        @{ Case = 'a name with a slash'; Id = 'InvalidParameter'; Script = { New-AnimationTemplate '../evil' } }
        @{ Case = 'a name taken'; Id = 'TemplateExists'; Script = { New-AnimationTemplate TEAM-DEMO } }
        @{ Case = 'a preset''s name'; Id = 'TemplateReadOnly'; Script = { New-AnimationTemplate e-mail -Force } }
        @{ Case = 'a quality of 500'; Id = 'InvalidParameter'; Script = { New-AnimationTemplate wrong -Quality 500 } }
        @{ Case = 'two ends'; Id = 'ContradictoryParameters'; Script = { New-AnimationTemplate wrong -EndTime 5 -Duration 2 } }
        @{ Case = 'an unknown variable'; Id = 'UnknownVariable'; Script = { New-AnimationTemplate wrong -Destination '{nosuch}.gif' } }
        @{ Case = 'a doubled tag'; Id = 'InvalidParameter'; Script = { New-AnimationTemplate wrong -Tag a, A } }
    ) {
        Get-ErrorId $Script | Should -BeExactly $Id
        Get-AnimationTemplate wrong* | Should -BeNullOrEmpty
    }

    It 'says the same as the converter' {
        $converter = { Convert-VideoToAnimation clip.mp4 -Speed 0 -Quality 0 } | ForEach-Object { try { & $_ } catch { $_.Exception.Message } }
        $template = { New-AnimationTemplate wrong -Speed 0 -Quality 0 } | ForEach-Object { try { & $_ } catch { $_.Exception.Message } }
        $template | Should -BeExactly $converter
    }

    It 'makes nothing with -WhatIf and replaces with -Force' {
        New-AnimationTemplate nothing -WhatIf
        Get-AnimationTemplate nothing* | Should -BeNullOrEmpty
        $null = New-AnimationTemplate again -Width 10
        $replaced = New-AnimationTemplate again -Height 20 -Force
        $replaced.Request.SetParameters() | Should -Be 'Height'
    }
}

Describe 'Get-AnimationTemplate' {
    It 'lists presets and own, by name' {
        $all = Get-AnimationTemplate
        $all.Name | Should -Contain 'Team-Demo'
        $all.Name | Should -Contain 'chat-sticker'
        $all.Name | Should -Be ($all.Name | Sort-Object)
    }

    It 'finds by wildcard, by tag, in any case and from the pipeline' {
        (Get-AnimationTemplate TEAM*).Name | Should -Be 'Team-Demo'
        (Get-AnimationTemplate -Tag te*).Name | Should -Be 'Team-Demo'
        ('team-demo', 'e-mail' | Get-AnimationTemplate).Name | Should -Be 'Team-Demo', 'e-mail'
        (Get-AnimationTemplate team-demo | Get-AnimationTemplate).Name | Should -Be 'Team-Demo'
        Get-AnimationTemplate nosuch* | Should -BeNullOrEmpty
    }

    It 'gives one error for a name that is not there and goes on' {
        $found = Get-AnimationTemplate nosuch, e-mail -ErrorVariable bad -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'e-mail'
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -BeLike 'TemplateNotFound,*'
        { Test-AnimationTemplate ./file.json -ErrorAction Stop } | Should -Throw -PassThru | ForEach-Object { $_.ErrorDetails.RecommendedAction } | Should -BeLike '*-Path*'
        $bad[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $bad[0].TargetObject | Should -Be 'nosuch'
    }

    It 'tells a damaged file and keeps the others' {
        $path = "$env:ANIMATEDIMAGE_CONFIG/templates/damaged.json"
        '{"version":1,"name":"damaged","request":{"version":1,"colour":3}}' | Set-Content $path
        $all = Get-AnimationTemplate -ErrorVariable bad -ErrorAction SilentlyContinue
        $all.Name | Should -Contain 'Team-Demo'
        $bad.Count | Should -Be 1
        "$bad" | Should -BeLike "*damaged.json*'colour'*"
        Remove-AnimationTemplate damaged
        Test-Path $path | Should -BeFalse
    }

    It 'is offered by completion with what each is for' {
        $offered = Complete 'Convert-VideoToAnimation a.mp4 -Template ch'
        $offered.CompletionText | Should -Be 'chat-emoji', 'chat-sticker'
        $offered[1].ToolTip | Should -BeLike '*sticker*'
        (Complete 'Measure-Animation a.mp4 -Template team').ToolTip | Should -Be 'What we show'
        (Complete 'Remove-AnimationTemplate e').CompletionText | Should -Not -Contain 'e-mail'
        (Complete 'Set-AnimationTemplate team-demo -Clear Lo').CompletionText | Should -Be 'LoopCrossfade', 'LongSide', 'Lossless'
        (Complete 'Convert-VideoToAnimation a.mp4 -Destination ''{te').CompletionText | Should -Be '''{template}'''
    }
}

Describe 'Set-AnimationTemplate' {
    BeforeEach {
        $null = New-AnimationTemplate change-me -Format Gif -Width 100 -FrameRate 5 -Strict -Description old -Tag one -SkipExisting -Force
    }

    It 'changes only what was bound' {
        $before = Get-AnimationTemplate change-me
        $after = Set-AnimationTemplate change-me -Quality 33 -PassThru
        $after.Request.SetParameters() | Should -Be (@($before.Request.SetParameters()) + 'Quality' | Sort-Object { [array]::IndexOf(@('Format', 'Strict', 'FrameRate', 'Width', 'Quality', 'SkipExisting'), $_) })
        $after.Request.Picture.Quality | Should -Be 33
        $after.Description, $after.Tags, $after.Created | Should -Be $before.Description, $before.Tags, $before.Created
        $after.Request.Size | Should -Be $before.Request.Size
    }

    It 'changes a switch only when it is typed' {
        (Set-AnimationTemplate change-me -Strict:$false -PassThru).Request.Clip.Strict | Should -BeFalse
        (Set-AnimationTemplate change-me -Quality 50 -PassThru).Request.SkipExisting | Should -BeTrue
        (Set-AnimationTemplate change-me -SkipExisting:$false -PassThru).Request.SkipExisting | Should -BeFalse
    }

    It 'unsets what -Clear names' {
        $after = Set-AnimationTemplate change-me -Clear width, FrameRate, Description, Tag, SkipExisting -PassThru
        $after.Request.SetParameters() | Should -Be 'Format', 'Strict'
        $after.Description, $after.Tags.Count | Should -Be '', 0
        Get-ErrorId { Set-AnimationTemplate change-me -Clear Widht -ErrorAction Stop } | Should -Be 'InvalidParameter'
        Get-ErrorId { Set-AnimationTemplate change-me -Clear Width -Width 5 -ErrorAction Stop } | Should -Be 'ContradictoryParameters'
    }

    It 'warns of what it displaces' {
        $after = Set-AnimationTemplate change-me -LongSide 50 -PassThru -WarningVariable warned -WarningAction SilentlyContinue
        $after.Request.Size.Width | Should -BeNullOrEmpty
        "$warned" | Should -BeLike '*change-me: Width*'
    }

    It 'changes nothing where a rule would break, with -WhatIf, or on a preset' {
        $before = Get-Content "$env:ANIMATEDIMAGE_CONFIG/templates/change-me.json" -Raw
        Get-ErrorId { Set-AnimationTemplate change-me -Quality 0 -ErrorAction Stop } | Should -Be 'InvalidParameter'
        Set-AnimationTemplate change-me -Quality 5 -WhatIf
        Get-Content "$env:ANIMATEDIMAGE_CONFIG/templates/change-me.json" -Raw | Should -BeExactly $before
        Get-ErrorId { Set-AnimationTemplate e-mail -Quality 5 -ErrorAction Stop } | Should -Be 'TemplateReadOnly'
        Get-ErrorId { Set-AnimationTemplate nosuch -Quality 5 -ErrorAction Stop } | Should -Be 'TemplateNotFound'
    }

    It 'loses no change when several shells change at once' {
        $null = New-AnimationTemplate shared
        $module = Join-Path (Get-ShippedModule) 'AnimatedImage.psd1'
        $values = @{ Quality = 50; Width = 100; FrameRate = 5; PlayCount = 3; EndDelay = 1; MaxFrame = 100 }
        $shells = foreach ($name in $values.Keys) {
            $script = "`$env:ANIMATEDIMAGE_CONFIG = '$env:ANIMATEDIMAGE_CONFIG'; Import-Module '$module'; Set-AnimationTemplate shared -$name $($values[$name]); foreach (`$n in 1..8) { `$null = New-AnimationTemplate ('$name-' + `$n) }"
            Start-Process ([Environment]::ProcessPath) '-NoProfile', '-EncodedCommand', ([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))) -PassThru -RedirectStandardError "$folder/$name.err" -RedirectStandardOutput "$folder/$name.out"
        }

        $shells | Wait-Process -Timeout 120
        $shells.ExitCode | Should -Be (@(0) * 6)
        Get-Content "$folder/*.err" | Should -BeNullOrEmpty
        (Get-AnimationTemplate shared).Request.SetParameters() | Sort-Object | Should -Be ($values.Keys | Sort-Object)
        @(Get-AnimationTemplate *-[1-8]).Count | Should -Be 48
        Get-ChildItem "$env:ANIMATEDIMAGE_CONFIG/templates" -Force | Where-Object Name -NotLike '*.json' | Should -BeNullOrEmpty
        Remove-AnimationTemplate *-[1-8]
    }
}

Describe 'Copy-, Export-, Import- and Test-AnimationTemplate' {
    It 'makes a preset one''s own' {
        $copy = Get-AnimationTemplate e-mail | Copy-AnimationTemplate -NewName our-mail
        $copy.IsReadOnly | Should -BeFalse
        $copy.Request | Should -Be (Get-AnimationTemplate e-mail).Request
        Get-ErrorId { Copy-AnimationTemplate e-mail our-mail -ErrorAction Stop } | Should -Be 'TemplateExists'
        (Copy-AnimationTemplate chat-emoji our-mail -Force).Tags | Should -Contain 'chat'
    }

    It 'carries templates elsewhere, unchanged' {
        $null = New-Item exported -ItemType Directory
        $files = Get-AnimationTemplate team-demo, our-mail | Export-AnimationTemplate -Destination exported
        $files | Should -BeOfType ([IO.FileInfo])
        $files.Name | Should -Be 'team-demo.json', 'our-mail.json'
        Get-ErrorId { Export-AnimationTemplate team-demo exported/ -ErrorAction Stop } | Should -Be 'DestinationExists'
        Get-ErrorId { Export-AnimationTemplate team-demo, our-mail exported/one.json -ErrorAction Stop } | Should -Be 'DestinationConflict'
        'exported/one.json' | Should -Not -Exist
        (Export-AnimationTemplate team-demo exported -Force).Mode | Should -Be (Get-Item exported/team-demo.json).Mode
        $before = Get-AnimationTemplate team-demo
        Remove-AnimationTemplate team-demo
        $imported = Get-ChildItem exported/team* | Import-AnimationTemplate
        $imported | Should -Be $before
        Get-ErrorId { Import-AnimationTemplate exported/team-demo.json -ErrorAction Stop } | Should -Be 'TemplateExists'
        Import-AnimationTemplate exported/team-demo.json -Force | Should -Be $before
    }

    It 'imports nothing that it does not understand, and names it' {
        '{"version":2,"name":"newer","request":{"version":1},"shader":"x"}' | Set-Content exported/newer.json
        '{"version":1,"name":"e-mail","request":{"version":1}}' | Set-Content exported/preset.json
        $null = Import-AnimationTemplate exported/newer.json, exported/preset.json, exported/none.json -ErrorVariable bad -ErrorAction SilentlyContinue
        $bad.FullyQualifiedErrorId.ForEach{ $_.Split(',')[0] } | Should -Be 'InvalidTemplate', 'TemplateReadOnly', 'PathNotFound'
        $bad[0].Exception.Message | Should -BeLike "*version 2*'shader'*"
        Get-AnimationTemplate newer* | Should -BeNullOrEmpty
    }

    It 'tells every problem of a file' {
        '{"version":1,"name":"ok","request":{"version":1,"quality":500,"colour":1,"startTime":"soon"},"size":1}' | Set-Content exported/bad.json
        $report = Get-Item exported/bad.json | Test-AnimationTemplate
        $report.IsValid | Should -BeFalse
        $report.Path | Should -Be (Get-Item exported/bad.json).FullName
        $report.Problems.Count | Should -Be 5
        $report.Problems.Parameter | Should -Contain 'Quality'
        "$($report.Problems.Message)" | Should -BeLike "*'size'*'colour'*startTime*'ok'*500*"
        (Get-AnimationTemplate | Test-AnimationTemplate).IsValid | Should -Not -Contain $false
        (Test-AnimationTemplate team-demo, e-mail).IsValid | Should -Be $true, $true
        (Test-AnimationTemplate -Path exported/*.json | Where-Object IsValid).Name | Should -Contain 'Team-Demo'
    }
}

Describe 'Conversions with a template' {
    It 'take what the call does not give, and say so' {
        $result = Convert-VideoToAnimation clip.mp4 -Template team-demo -FrameRate 10
        $result.Template, $result.Format, $result.Width, $result.FrameCount | Should -Be 'Team-Demo', 'WebP', 80, 20
        $result.Destination.Path | Should -Be (Join-Path $folder 'clip-Team-Demo.webp')
        $result.Request.Size.LongSide | Should -Be 80
        $result.Request.Playback.FrameRate | Should -Be 10
    }

    It 'let the call''s size and format displace the template''s' {
        $result = Convert-VideoToAnimation clip.mp4 -Template (Get-AnimationTemplate team-demo) -Width 40 -Format Gif -Colors 8
        $result.Format, $result.Width | Should -Be 'Gif', 40
        $result.Request.Size.LongSide | Should -BeNullOrEmpty
    }

    It 'count a relative destination from where they run' {
        $null = New-Item elsewhere -ItemType Directory
        Push-Location elsewhere
        try {
            (Convert-VideoToAnimation ../clip.mp4 -Template team-demo -Duration 0.5).Destination.Path | Should -Be (Join-Path $folder 'elsewhere/clip-Team-Demo.webp')
        }
        finally {
            Pop-Location
        }
    }

    It 'are measured with it too' {
        $estimate = Measure-Animation clip.mp4 -Template team-demo
        $estimate.Template, $estimate.Width, $estimate.FrameCount | Should -Be 'Team-Demo', 80, 10
    }

    It 'fail once, before any work, on <Case>' -ForEach @(
        @{ Case = 'a template that is not there'; Id = 'TemplateNotFound'; Script = { Convert-VideoToAnimation *.mp4 -Template nosuch } }
        @{ Case = 'an empty name'; Id = 'TemplateNotFound'; Script = { Convert-VideoToAnimation *.mp4 -Template '' } }
        @{ Case = 'a template and none'; Id = 'ContradictoryParameters'; Script = { Convert-VideoToAnimation *.mp4 -Template e-mail -NoTemplate } }
        @{ Case = 'what only together is wrong'; Id = 'EmptyRange'; Script = { $null = New-AnimationTemplate ends-early -EndTime 1 -Force; Convert-VideoToAnimation *.mp4 -Template ends-early -StartTime 1.5 } }
    ) {
        Get-ErrorId $Script | Should -BeExactly $Id
    }

    It 'say that the template has a part in what is wrong' {
        { Convert-VideoToAnimation clip.mp4 -Template ends-early -StartTime 1.5 } | Should -Throw "*template 'ends-early'*EndTime*"
    }

    It 'are sound with the preset <Name>' -ForEach $presets {
        $result = Convert-VideoToAnimation clip.mp4 -Template $Name -Duration 1 -Width 32 -Height 24 -Destination "preset-$Name{autoext}"
        $result.Template | Should -Be $Name
        (Get-AnimationInfo -LiteralPath $result.Destination.Path).FrameCount | Should -BeGreaterThan 1
    }

    It 'work under a culture with other decimals' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $null = New-AnimationTemplate german -FrameRate 12.5 -EndDelay 0.25 -Width 0.5
            (Get-AnimationTemplate german).Request.Playback.FrameRate | Should -Be 12.5
            Get-Content "$env:ANIMATEDIMAGE_CONFIG/templates/german.json" -Raw | Should -Match '"frameRate": 12\.5,'
            (Convert-VideoToAnimation clip.mp4 -Template german -Destination german.gif).Width | Should -Be 80
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }
}

Describe 'The default template' {
    AfterEach {
        $env:ANIMATEDIMAGE_TEMPLATE = $null
        Set-AnimationConfiguration -Clear DefaultTemplate
    }

    It 'is none until one is marked' {
        (Measure-Animation clip.mp4).Template | Should -BeNullOrEmpty
        Get-AnimationTemplate -Default | Should -BeNullOrEmpty
        (New-AnimationTemplate my-default -Width 16 -Default -Force).IsDefault | Should -BeTrue
        (Get-AnimationTemplate -Default).Name | Should -Be 'my-default'
        $measured = Measure-Animation clip.mp4 -Verbose 4>&1
        "$($measured[0])" | Should -BeLike "*default template 'my-default'*config.json*-NoTemplate*"
        $measured[-1].Template, $measured[-1].Width | Should -Be 'my-default', 16
        (Measure-Animation clip.mp4 -NoTemplate).Width | Should -Be 160
        (Measure-Animation clip.mp4 -Template team-demo).Width | Should -Be 80
    }

    It 'can be a preset, and the mark can be taken back' {
        Set-AnimationTemplate hover-preview -Default
        (Get-AnimationTemplate -Default).Name | Should -Be 'hover-preview'
        Set-AnimationTemplate e-mail -Default:$false
        (Get-AnimationTemplate -Default).Name | Should -Be 'hover-preview'
        Set-AnimationTemplate hover-preview -Default:$false
        Get-AnimationTemplate -Default | Should -BeNullOrEmpty
    }

    It 'goes with its template' {
        $null = New-AnimationTemplate short-lived -Width 16 -Default
        Remove-AnimationTemplate short-lived -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike "*'short-lived' was the default*"
        (Get-AnimationConfiguration).DefaultTemplate | Should -BeNullOrEmpty
    }

    It 'follows the environment, which is told where it has no effect' {
        $env:ANIMATEDIMAGE_TEMPLATE = 'team-demo'
        (Measure-Animation clip.mp4).Template | Should -Be 'Team-Demo'
        Set-AnimationTemplate e-mail -Default -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*ANIMATEDIMAGE_TEMPLATE*'
        (Measure-Animation clip.mp4).Template | Should -Be 'Team-Demo'
        $env:ANIMATEDIMAGE_TEMPLATE = 'nosuch'
        { Measure-Animation clip.mp4 } | Should -Throw "*'nosuch'*ANIMATEDIMAGE_TEMPLATE*"
    }
}

Describe 'Remove-AnimationTemplate' {
    It 'leaves presets out and asks nothing of others' {
        $null = New-AnimationTemplate e-mail-two
        Remove-AnimationTemplate e-mail* -WhatIf
        (Get-AnimationTemplate e-mail*).Name | Should -Be 'e-mail', 'e-mail-two'
        Remove-AnimationTemplate e-mail*
        (Get-AnimationTemplate e-mail*).Name | Should -Be 'e-mail'
        Get-ErrorId { Remove-AnimationTemplate e-mail -ErrorAction Stop } | Should -Be 'TemplateReadOnly'
        Get-ErrorId { Remove-AnimationTemplate nosuch -ErrorAction Stop } | Should -Be 'TemplateNotFound'
    }
}

Describe 'The views' {
    It 'show what a template is for, and its settings in a list' {
        $table = Get-AnimationTemplate e-mail | Format-Table | Out-String -Width 200
        $table | Should -Match 'e-mail +preset +A GIF of 600 pixels'
        $list = Get-AnimationTemplate e-mail | Format-List | Out-String -Width 200
        $list | Should -Match 'Settings +: Format = Gif, Duration = 3, FrameRate = 8, PlayCount = 3, Width = 600, Quality = 45'
    }
}
