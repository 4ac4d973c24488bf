BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
}

Describe 'Completion' {
    It '-<Parameter> offers <Expected>' -ForEach @(
        @{ Parameter = 'Format'; Typed = ''; Expected = 'Apng', 'Avif', 'Gif', 'WebP' }
        @{ Parameter = 'Format'; Typed = 'a'; Expected = 'Apng', 'Avif' }
        @{ Parameter = 'Format'; Typed = 'Gif, w'; Expected = 'WebP' }
        @{ Parameter = 'ScaleType'; Typed = ''; Expected = 'Crop', 'Fill', 'Fit', 'Stretch' }
        @{ Parameter = 'PlayMode'; Typed = 'b'; Expected = 'Boomerang' }
        @{ Parameter = 'Padding'; Typed = 'bl'; Expected = 'Blur', 'Black', 'Blue' }
        @{ Parameter = 'Background'; Typed = 'wh'; Expected = 'White' }
    ) {
        $offered = Complete "Convert-VideoToAnimation clip.mp4 -$Parameter $Typed"
        $offered.CompletionText | Should -Be $Expected
        $offered.ToolTip | Should -Not -BeNullOrEmpty
    }

    It 'works for Measure-Animation as well' {
        (Complete 'Measure-Animation clip.mp4 -Format g').CompletionText | Should -Be 'Gif'
    }

    It 'offers the variables of a destination, quoted' {
        $offered = Complete "Convert-VideoToAnimation clip.mp4 -Destination 'out/{na"
        $offered.CompletionText | Should -Be "'out/{name}'"
        (Complete "Convert-VideoToAnimation clip.mp4 -Destination 'out/{name}-{he").CompletionText | Should -Be "'out/{name}-{height}'"
    }

    It 'offers only variables that exist' {
        $names = (Complete "Convert-VideoToAnimation clip.mp4 -Destination '{").ListItemText -replace ':.*'
        $names.Count | Should -BeGreaterThan 4
        $names | Where-Object { $_ -notin [AnimatedImage.Requests.DestinationPattern]::VariableNames } | Should -BeNullOrEmpty
    }

    It 'offers files for a destination without a brace' {
        Push-Location $TestDrive
        New-Item 'somewhere' -ItemType Directory | Out-Null
        (Complete 'Convert-VideoToAnimation clip.mp4 -Destination ./some').CompletionText | Should -BeLike '*somewhere*'
        Pop-Location
    }

    It 'never throws' {
        foreach ($typed in '[', "'", '"', '{', '}{', '[a', '`') {
            { Complete "Convert-VideoToAnimation clip.mp4 -Padding $typed" } | Should -Not -Throw
            { Complete "Convert-VideoToAnimation clip.mp4 -Destination $typed" } | Should -Not -Throw
        }
    }
}
