BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/jobs.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:clip = New-Clip (Join-Path $folder 'clip.mp4')
    $script:other = New-Clip (Join-Path $folder 'other [1].mp4')
    $script:bad = (New-Item (Join-Path $folder 'bad.mp4') -Value 'no video').FullName
    $script:count = 0
    $script:before = $env:ANIMATEDIMAGE_JOBSTORE

    # Every test has a store of its own.
    function Use-NewStore {
        $env:ANIMATEDIMAGE_JOBSTORE = Join-Path $folder "store$((++$script:count)).db"
    }
}

AfterAll {
    $env:ANIMATEDIMAGE_JOBSTORE = $before
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Start-AnimationJob' {
    BeforeEach {
        Use-NewStore
    }

    It 'returns typed jobs at once, in the order of the inputs' {
        $jobs = Get-ChildItem $folder -Filter *.mp4 | Sort-Object Name | Start-AnimationJob -Width 32 -Queue previews -Priority 5 -Tag a, b -UserData 'find me' -MaxAttempt 2
        $jobs | Should -BeOfType AnimatedImage.Jobs.Job
        $jobs.Count | Should -Be 3
        $jobs.Source.Name | Should -Be 'bad.mp4', 'clip.mp4', 'other [1].mp4'
        $jobs.State | Select-Object -Unique | Should -Be 'Submitted'
        $jobs[1].Queue | Should -Be 'previews'
        $jobs[1].Priority | Should -Be 5
        $jobs[1].Tags | Should -Be 'a', 'b'
        $jobs[1].UserData | Should -Be 'find me'
        $jobs[1].MaxAttempt | Should -Be 2
        $jobs[1].Requests[0].Size.Width | Should -Be '32'
        $jobs[1].Name | Should -Be 'clip'
        "$folder/clip.gif" | Should -Not -Exist
    }

    It 'makes relative paths absolute when it is called' {
        $null = New-Item "$folder/out" -ItemType Directory -Force
        Push-Location $folder
        $job = Start-AnimationJob clip.mp4 -Destination 'out/{name}{autoext}'
        Pop-Location
        $job.Source.Path | Should -Be $clip
        $job.Requests[0].Destination | Should -Be (Join-Path $folder 'out/{name}{autoext}')
    }

    It 'makes the outputs of several templates in one job, up to six' {
        $null = New-Item "$folder/several" -ItemType Directory -Force
        $job = Start-AnimationJob $clip -Template hover-preview, (Get-AnimationTemplate chat-sticker) -Destination "$folder/several/{name}-{template}{autoext}" -Width 32 -Wait -WarningAction SilentlyContinue
        $job.State | Should -Be 'Success'
        $job.Template | Should -Be 'hover-preview'
        $job.Results.Destination.Name | Should -Be 'clip-hover-preview.webp', 'clip-chat-sticker.webp'
        $job.Templates | Should -Be 'hover-preview', 'chat-sticker'
        $job.Results.Template | Should -Be 'hover-preview', 'chat-sticker'
        $job.Results.Width | Select-Object -Unique | Should -Be 32 -Because 'what is given here wins over every template'
        (Get-ChildItem "$folder/several").Name | Should -Be 'clip-chat-sticker.webp', 'clip-hover-preview.webp'
        Start-AnimationJob $clip -Template hover-preview, chat-sticker -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'DestinationConflict,*'
        { Start-AnimationJob $clip -Template hover-preview, chat-sticker -Format Gif, WebP, Apng, Avif } | Should -Throw '*8 outputs*' -ErrorId 'InvalidParameter,*'
    }

    It 'refuses what is wrong with the call, by the rules and in the words of the converter' {
        { Start-AnimationJob $clip -Quality 500 } | Should -Throw -ErrorId 'InvalidParameter,*'
        { Start-AnimationJob $clip -Width 50 -Scale 2 } | Should -Throw -ErrorId 'ContradictoryParameters,*'
        { Start-AnimationJob $clip -Priority 11 } | Should -Throw '*from -10 to 10*' -ErrorId 'InvalidParameter,*'
        { Start-AnimationJob $clip -Queue 'no such name' } | Should -Throw -ErrorId 'InvalidParameter,*'
        { Start-AnimationJob $clip -Name 'a' } | Should -Throw -ErrorId 'InvalidParameter,*'
        { Start-AnimationJob $clip -UserData ('x' * 2049) } | Should -Throw '*2048*' -ErrorId 'InvalidParameter,*'
        { Start-AnimationJob $clip -Tag 'a b' } | Should -Throw -ErrorId 'InvalidParameter,*'
        foreach ($to in "$folder/a.bmp", "$folder/none/", "$folder/none/a.gif") {
            Convert-VideoToAnimation $clip -Destination $to -ErrorVariable theirs -ErrorAction SilentlyContinue
            Start-AnimationJob $clip -Destination $to -ErrorVariable ours -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            "$ours" | Should -Be "$theirs"
            ($ours.FullyQualifiedErrorId -split ',')[0] | Should -Be ($theirs.FullyQualifiedErrorId -split ',')[0]
        }

        Get-AnimationJob | Should -BeNullOrEmpty
    }

    It 'writes one error for each bad input, and submits the others' {
        $jobs = "$folder/none.mp4", $clip, $folder, 'https://user:secret@example.org/v.mp4', $other | Start-AnimationJob -ErrorVariable problem -ErrorAction SilentlyContinue
        # A path with brackets is a pattern, but a file of that name is meant by it.
        $jobs.Source.Name | Should -Be 'clip.mp4', 'other [1].mp4'
        $problem.FullyQualifiedErrorId | Should -Be @(
            'PathNotFound,AnimatedImage.PowerShell.Commands.StartAnimationJobCommand'
            'PathIsDirectory,AnimatedImage.PowerShell.Commands.StartAnimationJobCommand'
            'InvalidParameter,AnimatedImage.PowerShell.Commands.StartAnimationJobCommand')
        "$problem" | Should -Not -BeLike '*secret@*'
    }

    It 'does not let several inputs go to one destination' {
        $jobs = $clip, $other | Start-AnimationJob -Destination "$folder/same.gif" -ErrorVariable problem -ErrorAction SilentlyContinue
        $jobs.Count | Should -Be 1
        $problem.FullyQualifiedErrorId | Should -BeLike 'DestinationConflict,*'
        ($clip, $other | Start-AnimationJob -Destination "$folder/same-{index}.gif").Count | Should -Be 2
        ($clip, $other | Start-AnimationJob -Destination "$folder/").Count | Should -Be 2
    }

    It 'says with -WhatIf what would be submitted, and submits nothing' {
        $said = Invoke-FreshPwsh "`$env:ANIMATEDIMAGE_JOBSTORE = '$folder/whatif.db'; Start-AnimationJob '$clip' -Format Gif, WebP -Queue previews -WhatIf"
        $said -join ' ' | Should -BeLike "*Submit '$clip' to the queue 'previews': Gif, WebP*"
        "$folder/whatif.db" | Should -Not -Exist
    }

    It 'returns the job that is there for a session id that is known' {
        $first = Start-AnimationJob $clip -Width 32 -SessionId 'once'
        (Start-AnimationJob $clip -Width 32 -SessionId 'once').Id | Should -Be $first.Id
        Start-AnimationJob $clip -Width 48 -SessionId 'once' -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        @(Get-AnimationJob).Count | Should -Be 1
    }

    It 'gives each source of a call a session id of its own' {
        $first = $clip, $other | Start-AnimationJob -SessionId 'nightly'
        $second = $other, $clip, $bad | Start-AnimationJob -SessionId 'nightly'
        $first.Id | Should -HaveCount 2
        $second[1, 0].Id | Should -Be $first.Id
        @(Get-AnimationJob).Count | Should -Be 3
    }

    It 'takes user data and session ids by property name' {
        $jobs = @(
            [pscustomobject] @{ FullName = $clip; UserData = 'one'; SessionId = 's1' }
            [pscustomobject] @{ FullName = $other; UserData = 'two'; SessionId = 's2' }
        ) | Start-AnimationJob
        $jobs.UserData | Should -Be 'one', 'two'
        $jobs.SessionId | Should -Be 's1', 's2'
    }

    It 'submits the others when the store refuses one of a batch' {
        $null = Start-AnimationJob $bad -Width 16 -SessionId 'taken'
        $inputs = @(
            [pscustomobject] @{ FullName = $clip; SessionId = 'free' }
            [pscustomobject] @{ FullName = $clip; SessionId = 'taken' }
            [pscustomobject] @{ FullName = $bad; SessionId = 'free2' })
        $jobs = $inputs | Start-AnimationJob -ErrorVariable problem -ErrorAction SilentlyContinue
        $jobs.SessionId | Should -Be 'free', 'free2'
        $problem.Count | Should -Be 1
        $problem.TargetObject.Path | Should -Be $clip
    }

    It 'does the work itself with -Wait: one shell is enough' {
        $jobs = $clip, $bad | Start-AnimationJob -Format Gif, WebP -Width 32 -Destination "$folder/wait-{name}{autoext}" -Wait
        $jobs.Count | Should -Be 2
        $good = $jobs | Where-Object State -EQ Success
        $good.Results.Format | Should -Be 'Gif', 'WebP'
        $good.Results | ForEach-Object { $_.Destination.Path | Should -Exist }
        ($good.Results | Get-AnimationInfo).Width | Should -Be 32, 32
        $failed = $jobs | Where-Object State -EQ Failed
        $failed.Error.ErrorId | Should -Be 'NotMedia'
        $failed.Error.Advice | Should -Not -BeNullOrEmpty
        $failed.Attempt | Should -Be 1 -Because 'a file that is no video will not be one later'
        Get-AnimationWorker | Should -BeNullOrEmpty -Because 'it has ended'
    }

    It 'takes ten thousand by the pipeline' {
        $jobs = 1..10000 | ForEach-Object { $clip } | Start-AnimationJob -Destination "$folder/{jobid}.gif"
        $jobs.Count | Should -Be 10000
        ($jobs.Id | Select-Object -Unique).Count | Should -Be 10000
        (Get-AnimationQueue default).Depth | Should -Be 10000
        (Get-AnimationJob -First 3).Id | Should -Be $jobs[-1, -2, -3].Id
        # Reading streams: what is not asked for is not read.
        @(Get-AnimationJob | Select-Object -First 5).Count | Should -Be 5
    }
}

Describe 'Get-AnimationJob' {
    BeforeEach {
        Use-NewStore
        $script:one = Start-AnimationJob $clip -Name first-job -Queue alpha -Tag red, round
        $script:two = Start-AnimationJob $other -Name second-job -Queue beta -Tag red
        $script:three = Start-AnimationJob $bad -Name third-job -Queue beta
    }

    It 'lists newest first' {
        (Get-AnimationJob).Id | Should -Be $three.Id, $two.Id, $one.Id
        (Get-AnimationJob -First 1).Id | Should -Be $three.Id
        (Get-AnimationJob -Skip 1 -First 1).Id | Should -Be $two.Id
    }

    It 'finds by <Name>' -ForEach @(
        @{ Name = 'name'; Filter = @{ Name = 'FIRST*' }; Expected = 'first-job' }
        @{ Name = 'queue'; Filter = @{ Queue = 'b?ta' }; Expected = 'third-job', 'second-job' }
        @{ Name = 'tags, all of them'; Filter = @{ Tag = 'round', 'RED' }; Expected = 'first-job' }
        @{ Name = 'source'; Filter = @{ Source = '*/other*' }; Expected = 'second-job' }
        @{ Name = 'state'; Filter = @{ State = 'Submitted', 'Failed'; Name = 'third*' }; Expected = 'third-job' }
        @{ Name = 'time'; Filter = @{ After = [datetime]::Now.AddMinutes(-5); Before = [datetime]::Now.AddMinutes(5) }; Expected = 'third-job', 'second-job', 'first-job' }
        @{ Name = 'a time that is over'; Filter = @{ Before = [datetime]::Now.AddMinutes(-5) }; Expected = @() }
    ) {
        @(Get-AnimationJob @Filter).Name | Should -Be $Expected
    }

    It 'takes ids by value, by property name and by position, each that is not there one error' {
        ($one.Id, $two.Id | Get-AnimationJob).Id | Should -Be $one.Id, $two.Id
        ($one, $two | Get-AnimationJob).Id | Should -Be $one.Id, $two.Id
        $found = Get-AnimationJob $one.Id.ToLowerInvariant(), 'nonsense', '01ARZ3NDEKTSV4RRFFQ69G5FAV' -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Id | Should -Be $one.Id
        $problem.FullyQualifiedErrorId | Should -Be (, 'JobNotFound,AnimatedImage.PowerShell.Commands.GetAnimationJobCommand' * 2)
        $problem.CategoryInfo.Category | Select-Object -Unique | Should -Be 'ObjectNotFound'
    }

    It 'refuses a query that cannot be' {
        { Get-AnimationJob -First -1 } | Should -Throw -ErrorId 'InvalidParameter,*'
        { Get-AnimationJob -After '2026-02-01' -Before '2026-01-01' } | Should -Throw -ErrorId 'ContradictoryParameters,*'
    }

    It 'shows id, name, state, progress and source in 80 columns, and everything as a list' {
        $table = Get-AnimationJob | Out-String -Width 80
        $table | Should -Match 'Id +Name +State +Progress +Source'
        $table | Should -Match "$($one.Id) +first-job +Submitted +clip.mp4"
        $list = Get-AnimationJob $one.Id | Format-List | Out-String
        $list | Should -Match 'Tags +: red, round'
        $list | Should -Match "Source +: $([regex]::Escape($clip))"
    }
}

Describe 'Steering jobs' {
    BeforeEach {
        Use-NewStore
    }

    It 'stops, restarts, holds back and releases' {
        $job = Start-AnimationJob $clip
        ($job | Suspend-AnimationJob).State | Should -Be 'Paused'
        ($job | Resume-AnimationJob).State | Should -Be 'Submitted'
        ($job | Stop-AnimationJob).State | Should -Be 'Cancelled'
        ($job | Restart-AnimationJob).State | Should -Be 'Submitted'
    }

    It 'refuses what the state does not allow: <Name>' -ForEach @(
        @{ Name = 'restart of a waiting job'; Call = { param($id) Restart-AnimationJob $id }; Allowed = 'must be Failed or Cancelled.' }
        @{ Name = 'release of a waiting job'; Call = { param($id) Resume-AnimationJob $id }; Allowed = 'must be Paused.' }
        @{ Name = 'removal of a waiting job'; Call = { param($id) Remove-AnimationJob $id }; Allowed = 'must be Success or Failed or Cancelled.' }
    ) {
        $job = Start-AnimationJob $clip
        $problem = & { $ErrorActionPreference = 'Continue'; & $Call $job.Id 2>&1 }
        $problem.FullyQualifiedErrorId | Should -BeLike 'JobStateConflict,*'
        $problem.CategoryInfo.Category | Should -Be 'InvalidOperation'
        "$problem" | Should -BeLike "*$Allowed*"
        (Get-AnimationJob $job.Id).State | Should -Be 'Submitted'
    }

    It 'works through the pipeline' {
        $jobs = $bad, $clip | Start-AnimationJob -Destination "$folder/pipe-{name}.gif" -Width 16 -Wait
        (Get-AnimationJob -State Failed | Restart-AnimationJob | Wait-AnimationJob -Timeout 60).State | Should -Be 'Failed'
        Get-AnimationJob -State Failed | Remove-AnimationJob
        (Get-AnimationJob).Id | Should -Be ($jobs | Where-Object State -EQ Success).Id
        "$folder/pipe-clip.gif" | Should -Exist
    }

    It 'removes by state and age' {
        $null = $clip, $other | Start-AnimationJob | Stop-AnimationJob
        $null = Start-AnimationJob $bad
        Remove-AnimationJob -Before ([datetime]::Now.AddHours(-1))
        @(Get-AnimationJob).Count | Should -Be 3
        Remove-AnimationJob -Before ([datetime]::Now.AddHours(1)) -WhatIf
        @(Get-AnimationJob).Count | Should -Be 3
        Remove-AnimationJob -Before ([datetime]::Now.AddHours(1)) -Queue other
        @(Get-AnimationJob).Count | Should -Be 3
        Remove-AnimationJob -OlderThan 01:00:00
        @(Get-AnimationJob).Count | Should -Be 3
        { Remove-AnimationJob -State Submitted, Cancelled } | Should -Throw -ErrorId 'JobStateConflict,*'
        { Remove-AnimationJob -OlderThan ([timespan]::FromDays(-1)) } | Should -Throw -ErrorId 'InvalidParameter,*'
        @(Get-AnimationJob).Count | Should -Be 3
        Remove-AnimationJob -OlderThan 0 -State Cancelled
        (Get-AnimationJob).State | Should -Be 'Submitted'
        Remove-AnimationJob -State Submitted -Force
        Get-AnimationJob | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        $job = Start-AnimationJob $clip
        $job | Stop-AnimationJob -WhatIf | Should -BeNullOrEmpty
        $job | Suspend-AnimationJob -WhatIf | Should -BeNullOrEmpty
        Suspend-AnimationQueue default -WhatIf | Should -BeNullOrEmpty
        Start-AnimationWorker -WhatIf | Should -BeNullOrEmpty
        (Get-AnimationJob $job.Id).State | Should -Be 'Submitted'
        (Get-AnimationQueue default).IsPaused | Should -BeFalse
    }
}

Describe 'Wait-AnimationJob' {
    BeforeEach {
        Use-NewStore
    }

    It 'ends with an error when the time is over; the jobs go on' {
        $job = Start-AnimationJob $clip -NotBefore ([datetime]::Now.AddHours(1))
        $job | Wait-AnimationJob -Timeout 0.5 -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        $problem.CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$problem" | Should -BeLike '1 job has not ended after 0.5 s*'
        (Get-AnimationJob $job.Id).State | Should -Be 'Submitted'
    }

    It 'returns with -Any when the first has ended' {
        $late = Start-AnimationJob $other -NotBefore ([datetime]::Now.AddHours(1))
        $soon = Start-AnimationJob $clip -Width 16 -Destination "$folder/any.gif"
        ($late, $soon | Wait-AnimationJob -Any -Timeout 60).Id | Should -Be $soon.Id
    }

    It 'returns at once what has ended, and writes one error for each id that is not there' {
        $job = Start-AnimationJob $clip | Stop-AnimationJob
        $found = Wait-AnimationJob $job.Id, 'nonsense' -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Id | Should -Be $job.Id
        $problem.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
    }

    It 'warns of a queue that is paused' {
        $null = Suspend-AnimationQueue default
        $job = Start-AnimationJob $clip -Width 16 -Destination "$folder/paused.gif"
        $job | Wait-AnimationJob -Timeout 1 -WarningVariable warning -WarningAction SilentlyContinue -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $warning | Should -BeLike "*'default' is paused*"
        $null = Resume-AnimationQueue default
        ($job | Wait-AnimationJob -Timeout 60).State | Should -Be 'Success'
    }

    It 'says what is missing when it would have to work and cannot' {
        $job = Start-AnimationJob $clip
        $job | Wait-AnimationJob -FFmpegPath "$folder/nowhere" -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'FFmpegNotFound,*'
    }
}

Describe 'Queues' {
    BeforeEach {
        Use-NewStore
    }

    It 'are made by jobs and by Set-AnimationQueue, and found by name' {
        $null = Start-AnimationJob $clip -Queue Previews
        $null = Set-AnimationQueue films -Concurrency 2
        (Get-AnimationQueue).Name | Should -Be 'films', 'previews'
        (Get-AnimationQueue F*).Concurrency | Should -Be 2
        (Get-AnimationQueue previews).Depth | Should -Be 1
        (Set-AnimationQueue films -Concurrency 0).Concurrency | Should -BeNullOrEmpty
        Get-AnimationQueue nonsense -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'QueueNotFound,*'
        { Set-AnimationQueue films -Concurrency 10001 } | Should -Throw -ErrorId 'InvalidParameter,*'
    }

    It 'are paused and resumed by name and through the pipeline' {
        $null = 'one', 'two' | Set-AnimationQueue
        $null = 'one', 'two' | Suspend-AnimationQueue
        (Get-AnimationQueue | Where-Object IsPaused).Name | Should -Be 'one', 'two'
        (Get-AnimationQueue | Resume-AnimationQueue).IsPaused | Should -Be $false, $false
        Get-AnimationQueue | Out-String | Should -Match 'Name +State +Limit +Waiting'
    }

    It 'are not made by a slip of the pen, but the default one is always there' {
        $null = Set-AnimationQueue previews
        Suspend-AnimationQueue preveiws -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'QueueNotFound,*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Did you mean previews?*'
        Resume-AnimationQueue nothing-like-it -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-AnimationQueue).Name | Should -Be 'previews'
        (Suspend-AnimationQueue Default).IsPaused | Should -BeTrue
    }

    It 'are removed when nothing waits in them' {
        $job = Start-AnimationJob $clip -Queue brief
        Remove-AnimationQueue brief -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'QueueNotEmpty,*'
        $null = $job | Stop-AnimationJob
        Remove-AnimationQueue brief -WhatIf
        (Get-AnimationQueue).Name | Should -Be 'brief'
        Get-AnimationQueue | Remove-AnimationQueue
        Get-AnimationQueue | Should -BeNullOrEmpty
        (Get-AnimationJob -Queue brief).Id | Should -Be $job.Id
        Remove-AnimationQueue default -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }
}

Describe 'Workers' {
    BeforeEach {
        Use-NewStore
    }

    It 'do what is there and end: -UntilEmpty' {
        $jobs = $clip, $bad | Start-AnimationJob -Width 16 -Destination "$folder/empty-{name}.gif"
        $done = Start-AnimationWorker -UntilEmpty -WarningVariable warning -WarningAction SilentlyContinue
        $done.Id | Sort-Object | Should -Be ($jobs.Id | Sort-Object)
        $warning | Should -BeLike '*JobFailed*bad.mp4*'
        Get-AnimationWorker | Should -BeNullOrEmpty
    }

    It 'end after -MaxJob jobs, and serve the queues they are told' {
        $null = 1..3 | ForEach-Object { $clip } | Start-AnimationJob -Width 16 -Queue mine -Destination "$folder/max-{index}.gif"
        $null = Start-AnimationJob $clip -Queue others -Priority 10
        (Start-AnimationWorker -MaxJob 2 -Queue mine).State | Should -Be 'Success', 'Success'
        (Get-AnimationJob -State Submitted).Queue | Sort-Object | Should -Be 'mine', 'others'
    }

    It 'take the highest priority first' {
        $low = Start-AnimationJob $clip -Width 16 -Destination "$folder/low.gif" -Priority -3
        $high = Start-AnimationJob $clip -Width 16 -Destination "$folder/high.gif" -Priority 3
        (Start-AnimationWorker -UntilEmpty -Capacity 1).Id | Should -Be $high.Id, $low.Id
    }

    It 'work in the background, are listed, and stop' {
        $worker = Start-AnimationWorker -Background -Capacity 2 -Queue default
        $worker | Should -BeOfType AnimatedImage.Jobs.WorkerInfo
        $worker.ProcessId | Should -Be $PID
        $worker.Capacity | Should -Be 2
        (Get-AnimationWorker).Id | Should -Be $worker.Id
        (Start-AnimationJob $clip -Width 16 -Destination "$folder/background.gif" | Wait-AnimationJob -Timeout 60).Worker | Should -Be $worker.Id
        Get-AnimationWorker | Out-String | Should -Match 'Id +State +Jobs +Queues'
        $worker | Stop-AnimationWorker -Wait
        Get-AnimationWorker | Should -BeNullOrEmpty
    }

    It 'cannot be stopped when there is none of that id' {
        Stop-AnimationWorker nonsense -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'WorkerNotFound,*'
        Stop-AnimationWorker * -ErrorVariable none
        $none | Should -BeNullOrEmpty
    }

    It 'refuse what cannot be' {
        Start-AnimationWorker -Capacity 1000 -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        Start-AnimationWorker -FFmpegPath "$folder/nowhere" -ErrorVariable missing -ErrorAction SilentlyContinue
        $missing.FullyQualifiedErrorId | Should -BeLike 'FFmpegNotFound,*'
    }
}

Describe 'The job store' {
    BeforeEach {
        Use-NewStore
    }

    It 'is the one of -JobStore, relative to the location' {
        Push-Location $folder
        $job = Start-AnimationJob clip.mp4 -JobStore own/jobs.db
        Pop-Location
        "$folder/own/jobs.db" | Should -Exist
        (Get-AnimationJob -JobStore "$folder/own/jobs.db").Id | Should -Be $job.Id
        Get-AnimationJob | Should -BeNullOrEmpty
    }

    It 'is not made by looking: a named one that is not there is an error, the configured one is empty' {
        $typo = "$folder/typo/jobs.db"
        $ErrorActionPreference = 'Continue'
        $looks = { Get-AnimationJob -JobStore $typo }, { Get-AnimationQueue -JobStore $typo }, { Get-AnimationWorker -JobStore $typo }, { Wait-AnimationJob abc -JobStore $typo },
            { Stop-AnimationJob abc -JobStore $typo }, { Remove-AnimationJob -OlderThan 0 -JobStore $typo }, { Suspend-AnimationQueue default -JobStore $typo },
            { Stop-AnimationWorker abc -JobStore $typo }
        foreach ($look in $looks) {
            $problem = & $look 2>&1
            $problem.FullyQualifiedErrorId | Should -BeLike 'JobStoreNotFound,*' -Because "$look"
            "$problem" | Should -BeLike "*$typo*"
        }

        $null = Complete "Get-AnimationJob -JobStore '$typo' -Id "
        "$folder/typo" | Should -Not -Exist
        Get-AnimationJob | Should -BeNullOrEmpty
        Get-AnimationQueue | Should -BeNullOrEmpty
        Get-AnimationWorker | Should -BeNullOrEmpty
        $problem = Get-AnimationJob 01KAK8ZJ5W3Q0V6N2M4T8R1XYZ 2>&1
        $problem.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
        $env:ANIMATEDIMAGE_JOBSTORE | Should -Not -Exist
    }

    It 'is refused when it holds a password, without showing it' {
        Get-AnimationJob -JobStore 'postgres://me:hush@example.org/jobs' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
        "$problem" | Should -Not -BeLike '*hush*'
    }

    It 'is an error when it cannot be reached' {
        Get-AnimationJob -JobStore 'postgres://me@127.0.0.1:9/jobs' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -BeLike 'JobStoreUnreachable,*'
        $problem.CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'is closed to other users' -Skip:$IsWindows {
        $null = Start-AnimationJob $clip
        (Get-Item $env:ANIMATEDIMAGE_JOBSTORE).UnixMode | Should -Be '-rw-------'
    }

    It 'is not loaded before a job cmdlet runs' {
        $loaded = "[Runtime.Loader.AssemblyLoadContext]::All.Assemblies.ForEach({ `$_.GetName().Name }) -match 'Jobs|Npgsql|Sqlite|SQLite'"
        Invoke-FreshPwsh "`$null = Get-Command -Module AnimatedImage; `$null = Get-Command Start-AnimationJob -Syntax; `$null = Start-AnimationJob '$clip' -WhatIf 6>`$null; $loaded" | Where-Object { $_ -notlike 'What if*' } | Should -BeNullOrEmpty
        Invoke-FreshPwsh "`$null = Get-AnimationJob; $loaded" | Should -Contain 'AnimatedImage.Jobs'
    }
}

Describe 'Completion of jobs' {
    BeforeEach {
        Use-NewStore
    }

    It 'offers ids, queues, states and workers' {
        $job = Start-AnimationJob $clip -Name find-me -Queue previews
        $offered = Complete 'Get-AnimationJob -Id '
        $offered.CompletionText | Should -Be $job.Id
        $offered.ToolTip | Should -Be 'find-me, Submitted, clip.mp4'
        (Complete 'Get-AnimationJob -Queue p').CompletionText | Should -Be 'previews'
        (Complete 'Suspend-AnimationQueue ').CompletionText | Should -Be 'previews'
        (Complete 'Get-AnimationJob -State Su').CompletionText | Should -Be 'Submitted', 'Success'
        $worker = Start-AnimationWorker -Background -Queue none
        (Complete 'Stop-AnimationWorker ').CompletionText | Should -Be $worker.Id
        $worker | Stop-AnimationWorker -Wait
    }

    It 'offers the jobs that the cmdlet can do something with' {
        $waiting, $stopped = $clip, $other | Start-AnimationJob
        $null = $stopped | Stop-AnimationJob
        (Complete 'Restart-AnimationJob ').CompletionText | Should -Be $stopped.Id
        (Complete 'Stop-AnimationJob ').CompletionText | Should -Be $waiting.Id
        (Complete 'Get-AnimationJob -Id ').Count | Should -Be 2
    }

    It 'offers the job''s id for a destination' {
        (Complete "Start-AnimationJob clip.mp4 -Destination '{job").CompletionText | Should -Be "'{jobid}'"
        Complete "Convert-VideoToAnimation clip.mp4 -Destination '{job" | Should -BeNullOrEmpty
    }

    It 'offers nothing, and says nothing, where the store cannot be asked' {
        { Complete "Get-AnimationJob -JobStore 'postgres://me:hush@example.org/x' -Id " } | Should -Not -Throw
        Complete "Get-AnimationJob -JobStore ftp://nonsense -Id " | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
    }
}
