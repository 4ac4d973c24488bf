BeforeDiscovery {
    $script:cultures = @(@{ Culture = 'en-US' }, @{ Culture = 'de-DE' }, @{ Culture = 'fr-FR' })
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule

    # What a parameter makes of a value, by its own transformation.
    function Convert-Argument([string] $Parameter, $Value) {
        $attribute = (Get-Command Convert-VideoToAnimation).Parameters[$Parameter].Attributes | Where-Object { $_ -is [Management.Automation.ArgumentTransformationAttribute] -and $_.GetType().Namespace -like 'AnimatedImage*' }
        $attribute | Should -Not -BeNullOrEmpty -Because "-$Parameter reads what users type"
        , $attribute.Transform($ExecutionContext, $Value)
    }
}

Describe 'What users type, under <Culture>' -ForEach $cultures {
    BeforeAll {
        $script:before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $Culture
    }

    AfterAll {
        [cultureinfo]::CurrentCulture = $before
    }

    It '-StartTime <Shown> means <Expected> s of a video of 100 s' -ForEach @(
        @{ Value = 90; Shown = '90'; Expected = 90 }
        @{ Value = 1.5; Shown = '1.5'; Expected = 1.5 }
        @{ Value = '1.5'; Shown = "'1.5'"; Expected = 1.5 }
        @{ Value = '1:05.5'; Shown = '1:05.5'; Expected = 65.5 }
        @{ Value = '0:01:05'; Shown = '0:01:05'; Expected = 65 }
        @{ Value = '10%'; Shown = '10%'; Expected = 10 }
        @{ Value = '12.5%'; Shown = '12.5%'; Expected = 12.5 }
        @{ Value = -5; Shown = '-5'; Expected = 95 }
        @{ Value = '-5'; Shown = "'-5'"; Expected = 95 }
        @{ Value = '-10%'; Shown = '-10%'; Expected = 90 }
        @{ Value = [timespan]::FromSeconds(2.25); Shown = '[timespan] 2.25'; Expected = 2.25 }
        @{ Value = [decimal] 2.5; Shown = '[decimal] 2.5'; Expected = 2.5 }
    ) {
        $position = Convert-Argument StartTime $Value
        $position.GetType().FullName | Should -Be 'AnimatedImage.Requests.TimePosition'
        $position.Resolve([timespan]::FromSeconds(100)).TotalSeconds | Should -Be $Expected
    }

    It '-Width <Shown>' -ForEach @(
        @{ Value = 480; Shown = '480'; Number = 480; IsFraction = $false }
        @{ Value = '480'; Shown = "'480'"; Number = 480; IsFraction = $false }
        @{ Value = '50%'; Shown = '50%'; Number = 0.5; IsFraction = $true }
        @{ Value = 0.5; Shown = '0.5'; Number = 0.5; IsFraction = $true }
        @{ Value = '0.5'; Shown = "'0.5'"; Number = 0.5; IsFraction = $true }
        @{ Value = '33.5%'; Shown = '33.5%'; Number = 0.335; IsFraction = $true }
    ) {
        $dimension = Convert-Argument Width $Value
        $dimension.Value | Should -Be $Number
        $dimension.IsFraction | Should -Be $IsFraction
    }

    It '-Crop <Shown>' -ForEach @(
        @{ Value = @(1, 2, 30, 40); Shown = '1, 2, 30, 40' }
        @{ Value = '1,2,30,40'; Shown = "'1,2,30,40'" }
        @{ Value = @('1', '2', '30', '40'); Shown = "'1', '2', '30', '40'" }
    ) {
        $crop = Convert-Argument Crop $Value
        $crop.X, $crop.Y, $crop.Width, $crop.Height | Should -Be 1, 2, 30, 40
    }

    It '-Segment takes one, several, and several in one text' {
        (Convert-Argument Segment '0:05-0:08').Count | Should -Be 1
        (Convert-Argument Segment @('0:05-0:08', '50%+2')).Count | Should -Be 2
        $segments = Convert-Argument Segment '0:05-0:08,50%+1.5'
        $segments.Count | Should -Be 2
        $segments[1].Duration.Resolve([timespan]::FromSeconds(100)).TotalSeconds | Should -Be 1.5
    }

    It '-Format takes names in any case, one or several' {
        Convert-Argument Format 'gif' | Should -Be 'Gif'
        @(Convert-Argument Format @('WEBP', 'apng') | ForEach-Object { $_ }) | Should -Be 'WebP', 'Apng'
        @(Convert-Argument Format 'Gif,Avif' | ForEach-Object { $_ }) | Should -Be 'Gif', 'Avif'
    }

    It '-Timeout <Shown> means <Expected> s' -ForEach @(
        @{ Value = 90; Shown = '90'; Expected = 90 }
        @{ Value = '90'; Shown = "'90'"; Expected = 90 }
        @{ Value = '1.5'; Shown = "'1.5'"; Expected = 1.5 }
        @{ Value = '90s'; Shown = '90s'; Expected = 90 }
        @{ Value = '5m'; Shown = '5m'; Expected = 300 }
        @{ Value = '1h30m'; Shown = '1h30m'; Expected = 5400 }
        @{ Value = '1:30'; Shown = '1:30'; Expected = 90 }
        @{ Value = '1:30:00'; Shown = '1:30:00'; Expected = 5400 }
        @{ Value = [timespan]::FromMinutes(2); Shown = '[timespan] 2 min'; Expected = 120 }
    ) {
        (Convert-Argument Timeout $Value).TotalSeconds | Should -Be $Expected
    }

    It '-Background and -Padding take colours' {
        "$(Convert-Argument Background '#ff8000')" | Should -Be "$(Convert-Argument Background '#FF8000')"
        (Convert-Argument Background '#f80').Green | Should -Be 0x88
        (Convert-Argument Background 'navy').Blue | Should -Be 0x80
        (Convert-Argument Padding 'Red').Color.Red | Should -Be 255
        (Convert-Argument Padding 'blur').IsBlur | Should -BeTrue
    }

    It '-<Parameter> takes a decimal point and refuses a decimal comma' -ForEach @(
        @{ Parameter = 'Scale' }, @{ Parameter = 'Speed' }, @{ Parameter = 'FrameRate' }, @{ Parameter = 'SampleInterval' }
        @{ Parameter = 'SampleRate' }, @{ Parameter = 'EndDelay' }, @{ Parameter = 'LoopCrossfade' }, @{ Parameter = 'Dither' }
    ) {
        Convert-Argument $Parameter '0.5' | Should -Be 0.5
        { Convert-Argument $Parameter '0,5' } | Should -Throw '*0,5*not a number*decimal point*'
    }
}

Describe 'What cannot be read' {
    It '-<Parameter> <Value> is an error that names the value' -ForEach @(
        @{ Parameter = 'StartTime'; Value = 'soon' }
        @{ Parameter = 'EndTime'; Value = '1:99' }
        @{ Parameter = 'Duration'; Value = '1,5' }
        @{ Parameter = 'Segment'; Value = 'abc' }
        @{ Parameter = 'Width'; Value = 'wide' }
        @{ Parameter = 'Height'; Value = 'x' }
        @{ Parameter = 'Crop'; Value = '1,2,3' }
        @{ Parameter = 'Format'; Value = 'bmp' }
        @{ Parameter = 'Background'; Value = 'nocolour' }
        @{ Parameter = 'Padding'; Value = 'nocolour' }
        @{ Parameter = 'Timeout'; Value = 'long' }
        @{ Parameter = 'Speed'; Value = 'fast' }
    ) {
        $arguments = @{ LiteralPath = 'clip.mp4'; $Parameter = $Value }
        $thrown = { Convert-VideoToAnimation @arguments } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,AnimatedImage.PowerShell.Commands.ConvertVideoToAnimationCommand'
        $thrown.Exception.Message | Should -BeLike "*$Value*"
        $thrown.Exception.Message | Should -BeLike "*'$Parameter'*"
    }

    It 'a negative time parses as an argument, not as a parameter' {
        $thrown = { Convert-VideoToAnimation missing.mp4 -StartTime -5 -ErrorAction Stop } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
        $thrown = { Convert-VideoToAnimation missing.mp4 -StartTime -10% -Width 50% -ErrorAction Stop } | Should -Throw -PassThru
        $thrown.FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
    }
}
