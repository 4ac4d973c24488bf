BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:short = New-Clip (Join-Path $folder 'short.mp4') -Seconds 0.5
    $script:long = New-Clip (Join-Path $folder 'long.mp4') -Seconds 60 -Size 640x480 -Rate 25 -Arguments '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'
    $script:noChild = { -not (Get-MediaProcess $folder) }
}

AfterAll {
    Get-Job | Where-Object PSJobTypeName -EQ 'AnimationConversion' | Remove-Job -Force
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Convert-VideoToAnimation -AsJob' {
    It 'returns a job at once that Wait-Job, Receive-Job and Remove-Job handle' {
        $job = Convert-VideoToAnimation $short -Destination "$folder/job-a.gif" -Width 32 -AsJob
        $job | Should -BeOfType System.Management.Automation.Job
        $job.PSJobTypeName | Should -Be 'AnimationConversion'
        $job.Name | Should -Be 'short.mp4'
        (Get-Job -Id $job.Id).InstanceId | Should -Be $job.InstanceId
        ($job | Wait-Job -Timeout 60).State | Should -Be 'Completed'
        $job.HasMoreData | Should -BeTrue
        $job.StatusMessage | Should -Be '1 of 1 done'
        $result = $job | Receive-Job
        $result | Should -BeOfType AnimatedImage.Conversion.ConversionResult
        $result.Destination.Path | Should -Exist
        $job.HasMoreData | Should -BeFalse
        $job | Remove-Job
        Get-Job -Id $job.Id -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'gives everything to Receive-Job -Wait -AutoRemoveJob' {
        $results = $short, $short | Convert-VideoToAnimation -Destination "$folder/job-b{index}.gif" -Width 32 -ThrottleLimit 2 -AsJob | Receive-Job -Wait -AutoRemoveJob
        $results.Count | Should -Be 2
    }

    It 'is Failed when one input failed; errors, warnings and progress are kept' {
        $job = $short, "$folder/missing.mp4", $short | Convert-VideoToAnimation -Destination "$folder/job-c{index}.gif" -EndTime 9 -AsJob
        ($job | Wait-Job -Timeout 60).State | Should -Be 'Failed'
        $job.StatusMessage | Should -Be '3 of 3 done, 1 failed'
        $job.Progress.Count | Should -BeGreaterThan 0
        $results = $job | Receive-Job -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warning -WarningAction SilentlyContinue
        $results.Count | Should -Be 2
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFound*'
        $failure[0].CategoryInfo.Activity | Should -Be 'Convert-VideoToAnimation'
        $warning.Count | Should -Be 2 -Because 'both good clips end before the time asked for'
        $job | Remove-Job
    }

    It 'stops for real' {
        $job = $long, $long, $long | Convert-VideoToAnimation -Destination "$folder/job-d{index}.gif" -ThrottleLimit 2 -AsJob
        Wait-Until { Get-MediaProcess $folder } | Should -BeTrue
        $job.State | Should -Be 'Running'
        $job | Stop-Job
        $job.State | Should -Be 'Stopped'
        Wait-Until $noChild 2 | Should -BeTrue
        Get-ChildItem $folder -Force -Filter '*job-d*' | Should -BeNullOrEmpty
        $job | Receive-Job | Should -BeNullOrEmpty
        $job | Remove-Job
    }

    It 'is stopped by Remove-Job -Force' {
        $job = Convert-VideoToAnimation $long -Destination "$folder/job-e.gif" -AsJob
        Wait-Until { Get-MediaProcess $folder } | Should -BeTrue
        $job | Remove-Job -Force
        Wait-Until $noChild 2 | Should -BeTrue
        Get-ChildItem $folder -Force -Filter '*job-e*' | Should -BeNullOrEmpty
    }

    It 'refuses a wrong call at once, without a job' {
        { Convert-VideoToAnimation $short -Quality 500 -AsJob } | Should -Throw -ErrorId 'InvalidParameter,*'
    }
}
