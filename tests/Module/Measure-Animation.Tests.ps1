BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:clip = New-Clip "$folder/clip.mp4" -Seconds 3 -Size 128x96 -Rate 10
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Measure-Animation' {
    It 'tells exactly the frames, size and time that Convert-VideoToAnimation makes, and writes nothing' {
        $parameters = @{ StartTime = 0.5; Duration = 2; FrameRate = 5; Width = 64; Format = 'Gif', 'WebP' }
        $estimates = Measure-Animation $clip @parameters
        (Get-ChildItem $folder).Name | Should -Be 'clip.mp4'
        $results = Convert-VideoToAnimation $clip @parameters
        $estimates.Count | Should -Be 2
        foreach ($index in 0, 1) {
            $estimates[$index] | Should -BeOfType AnimatedImage.Conversion.ConversionEstimate
            $estimates[$index].Format | Should -Be $results[$index].Format
            $estimates[$index].FrameCount | Should -Be $results[$index].FrameCount
            $estimates[$index].Duration | Should -Be $results[$index].Duration
            $estimates[$index].Width | Should -Be $results[$index].Width
            $estimates[$index].Height | Should -Be $results[$index].Height
            $estimates[$index].Destination.Path | Should -Be $results[$index].Destination.Path
            $estimates[$index].MinimumBytes | Should -BeLessOrEqual $estimates[$index].EstimatedBytes
            $estimates[$index].MaximumBytes | Should -BeGreaterOrEqual $estimates[$index].EstimatedBytes
            $estimates[$index].EstimatedBytes | Should -BeGreaterThan ($results[$index].Bytes / 4)
            $estimates[$index].EstimatedBytes | Should -BeLessThan ($results[$index].Bytes * 4)
        }
    }

    It 'flows into Convert-VideoToAnimation' {
        (Measure-Animation $clip -Width 32 | Convert-VideoToAnimation -Width 32 -Destination "$folder/flow.gif").Source.Path | Should -Be $clip
    }

    It 'has every parameter of the request that Convert-VideoToAnimation has' {
        $own = (Get-Command Convert-VideoToAnimation).Parameters.Keys | Where-Object { $_ -notin 'Force', 'SkipExisting', 'ThrottleLimit', 'AsJob', 'WhatIf', 'Confirm' }
        $own | Where-Object { $_ -notin (Get-Command Measure-Animation).Parameters.Keys } | Should -BeNullOrEmpty
    }
}
