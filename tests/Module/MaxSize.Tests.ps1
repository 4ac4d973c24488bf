BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:clip = New-Clip "$folder/clip.mp4" -Seconds 2 -Size 192x144 -Rate 10
    $script:plain = (Convert-VideoToAnimation $clip "$folder/plain.gif").Bytes
    $script:configuration = $env:ANIMATEDIMAGE_CONFIG
    $env:ANIMATEDIMAGE_CONFIG = "$folder/config"
}

AfterAll {
    $env:ANIMATEDIMAGE_CONFIG = $configuration
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'MaxSize' {
    It 'makes a file that fits and says what was given up' {
        $budget = [int] ($plain / 2)
        $result = Convert-VideoToAnimation $clip "$folder/half.gif" -MaxSize $budget
        $result.Bytes | Should -BeLessOrEqual $budget
        (Get-Item "$folder/half.gif").Length | Should -Be $result.Bytes
        $result.Budget | Should -BeOfType AnimatedImage.Conversion.BudgetOutcome
        $result.Budget.MaxSize | Should -Be $budget
        $result.Budget.GivenUp | Should -Not -BeNullOrEmpty
        $result.Budget.Encodes | Should -BeIn (1..6)
        "$($result.Width)x$($result.Height)" | Should -Be "$($result.Budget.Width)x$($result.Budget.Height)"
        $result.Request.Budget.MaxSize | Should -Be $budget
        ($result | Format-Table | Out-String -Width 200) | Should -Match ([regex]::Escape("$($result.Budget)".Substring(0, 10)))
        ($result | Format-List | Out-String -Width 200) | Should -Match 'Budget\s+:.*encode'
    }

    It 'leaves alone what is small enough' {
        $result = Convert-VideoToAnimation $clip "$folder/whole.gif" -MaxSize 1GB
        $result.Bytes | Should -BeGreaterOrEqual $plain
        $result.Budget.GivenUp | Should -BeNullOrEmpty
        "$($result.Budget)" | Should -Be 'nothing given up'
        (Convert-VideoToAnimation $clip "$folder/without.gif").Budget | Should -BeNullOrEmpty
    }

    It 'takes a budget as <Given>' -ForEach @(
        @{ Given = 2MB; Bytes = 2097152 }
        @{ Given = '2MB'; Bytes = 2097152 }
        @{ Given = '2 MB'; Bytes = 2097152 }
        @{ Given = '1.5 kb'; Bytes = 1536 }
        @{ Given = '700000'; Bytes = 700000 }
    ) {
        (New-AnimationTemplate -Name "size-$([guid]::NewGuid().ToString('n').Substring(0, 8))" -MaxSize $Given).Request.Budget.MaxSize | Should -Be $Bytes
    }

    It 'refuses <Given>' -ForEach @(
        @{ Given = 0; Words = 'MaxSize' }
        @{ Given = '1,5 MB'; Words = 'point' }
        @{ Given = '2 XB'; Words = 'unit' }
        @{ Given = -5; Words = 'MaxSize' }
    ) {
        { Convert-VideoToAnimation $clip "$folder/no.gif" -MaxSize $Given -ErrorAction Stop } | Should -Throw "*$Words*"
        Test-Path "$folder/no.gif" | Should -BeFalse
    }

    It 'keeps longest what SizePriority names first' {
        $budget = [int] ($plain * 0.8)
        $quality = Convert-VideoToAnimation $clip "$folder/quality.gif" -MaxSize $budget -SizePriority Quality
        $quality.Budget.Quality | Should -Be 80
        $order = Convert-VideoToAnimation $clip "$folder/order.gif" -MaxSize $budget -SizePriority FrameRate, Dimensions
        $order.Budget.Quality | Should -BeLessThan 80
        $order.Budget.FrameRate | Should -Be $order.Budget.RequestedFrameRate
        $order.FrameCount | Should -Be 20
    }

    It 'needs a MaxSize for a SizePriority, and each name once' {
        Convert-VideoToAnimation $clip "$folder/no.gif" -SizePriority Quality -ErrorVariable alone -ErrorAction SilentlyContinue
        $alone[0].FullyQualifiedErrorId | Should -BeLike 'ContradictoryParameters,*'
        { Convert-VideoToAnimation $clip "$folder/no.gif" -MaxSize 1MB -SizePriority Quality, Quality } | Should -Throw '*twice*' -ErrorId 'InvalidParameter,*'
        (Complete 'Convert-VideoToAnimation x.mp4 -SizePriority ').CompletionText | Should -Be 'Dimensions', 'FrameRate', 'Quality'
    }

    It 'is one error with the smallest size reached where nothing fits, and leaves nothing' {
        $before = (Get-ChildItem $folder -Force).Name
        Convert-VideoToAnimation $clip "$folder/tiny{autoext}" -Format WebP, Apng -MaxSize 200 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'BudgetTooSmall,*'
        $problem[0].CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $problem[0].Exception.Message | Should -Match 'at most 200 bytes: the smallest that was reached \(64×48, 2 frames a second.*\) has \d+ bytes'
        (Get-ChildItem $folder -Force).Name | Should -Be $before
    }

    It 'holds for each of several formats' {
        $results = Convert-VideoToAnimation $clip "$folder/each{autoext}" -Format Gif, WebP, Apng, Avif -MaxSize 12KB
        $results.Format | Should -Be Gif, WebP, Apng, Avif
        $results | ForEach-Object { (Get-Item $_.Destination.Path).Length | Should -BeLessOrEqual 12KB }
        ($results | Where-Object Format -EQ Apng).Budget.Quality | Should -BeNullOrEmpty
    }

    It 'is told by -WhatIf, which writes nothing' {
        $said = Invoke-FreshPwsh "Convert-VideoToAnimation '$clip' '$folder/whatif.gif' -MaxSize 2MB -WhatIf"
        "$said" | Should -Match 'lowered where needed to at most 2 MB'
        Test-Path "$folder/whatif.gif" | Should -BeFalse
    }

    It 'can stand in a template, and its order with it' {
        $null = New-AnimationTemplate -Name small-gif -MaxSize 20KB -SizePriority FrameRate -Format Gif
        $result = Convert-VideoToAnimation $clip "$folder/templated.gif" -Template small-gif
        $result.Bytes | Should -BeLessOrEqual 20KB
        $result.Budget.FrameRate | Should -Be $result.Budget.RequestedFrameRate
        $result = Convert-VideoToAnimation $clip "$folder/over.gif" -Template small-gif -MaxSize 1GB
        $result.Budget.GivenUp | Should -BeNullOrEmpty
        $null = Set-AnimationTemplate small-gif -MaxSize 30KB -PassThru
        (Get-AnimationTemplate small-gif).Request.Budget.MaxSize | Should -Be 30KB
    }

    It 'is estimated by Measure-Animation' {
        $free = Measure-Animation $clip
        $free.Budget | Should -BeNullOrEmpty
        $free.EstimatedBytes | Should -Be $plain
        $half = [Math]::Floor($plain / 2)
        $estimate = Measure-Animation $clip -MaxSize $half
        $estimate.MaximumBytes | Should -BeLessOrEqual $half
        $estimate.Budget.GivenUp | Should -Not -BeNullOrEmpty
        ($estimate | Out-String -Width 200) | Should -Match 'quality 80'
    }
}

Describe 'MaxSize in a job' {
    It 'fits, and the job keeps what was given up' {
        $budget = [int] ($plain / 2)
        $job = Start-AnimationJob $clip "$folder/job.gif" -MaxSize $budget -SizePriority Dimensions -JobStore "$folder/jobs.db" | Wait-AnimationJob -JobStore "$folder/jobs.db" -Timeout 300
        $job.State | Should -Be 'Success'
        $job.Results[0].Bytes | Should -BeLessOrEqual $budget
        $kept = (Get-AnimationJob $job.Id -JobStore "$folder/jobs.db").Results[0].Budget
        $kept | Should -Be $job.Results[0].Budget
        $kept.GivenUp | Should -Not -BeNullOrEmpty
        $kept.Width | Should -Be $job.Results[0].Width
    }
}
