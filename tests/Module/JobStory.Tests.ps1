# Jobs as their users live with them: several shells, one of which works, on the file that needs no set-up and on a real PostgreSQL.
BeforeDiscovery {
    $script:stores = @{ Store = 'SQLite' }, @{ Store = 'PostgreSQL' }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/jobs.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:clip = New-Clip (Join-Path $folder 'clip.mp4')
    # Long enough that no machine converts it before it is stopped.
    $script:long = New-Clip (Join-Path $folder 'long.mp4') -Seconds 60 -Size 640x480 -Rate 25 -Arguments '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'
    $script:database = Start-TestDatabase
    $script:before = $env:ANIMATEDIMAGE_JOBSTORE

    # The shells of a test inherit the environment.
    function Use-Store([string] $Store) {
        if ($Store -eq 'SQLite') {
            $env:ANIMATEDIMAGE_JOBSTORE = Join-Path $folder 'jobs.db'
        }
        elseif ($database) {
            $env:ANIMATEDIMAGE_JOBSTORE = $database.Address
        }
        else {
            Set-ItResult -Skipped -Because 'there is no PostgreSQL'
        }
    }

    function Wait-Converting([string] $Id) {
        Wait-Until { (Get-AnimationJob $Id).Progress.Frame -gt 0 } 60 | Should -BeTrue -Because 'there has to be something to stop'
    }
}

AfterAll {
    $env:ANIMATEDIMAGE_JOBSTORE = $before
    Stop-TestDatabase $database
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Jobs over several shells, on <Store>' -ForEach $stores {
    BeforeEach {
        Use-Store $Store
    }

    It 'are submitted in one, worked on in another, and read in a third' {
        $id = Invoke-FreshPwsh "(Start-AnimationJob '$clip' -Width 32 -Format Gif, WebP -Destination '$folder/$Store-story{autoext}' -Name the-story).Id"
        $id | Should -MatchExactly '^[0-9A-Z]{26}$'
        Invoke-FreshPwsh "(Get-AnimationJob $id).State" | Should -Be 'Submitted'
        Invoke-FreshPwsh 'Start-AnimationWorker -UntilEmpty | ForEach-Object Id' | Should -Be $id
        $read = Invoke-FreshPwsh "`$job = Get-AnimationJob -Name the-st*; `$job.State; `$job.Results.Destination.Name; `$job.Results.FrameCount; (`$job.Results | Get-AnimationInfo).Width"
        $read | Should -Be 'Success', "$Store-story.gif", "$Store-story.webp", '10', '10', '32', '32'
        Invoke-FreshPwsh "Get-AnimationJob $id | Remove-AnimationJob; Get-AnimationJob -Name the-story" | Should -BeNullOrEmpty
    }

    It 'need one shell only' {
        Invoke-FreshPwsh "(Get-Item '$clip' | Start-AnimationJob -Width 16 -Destination '$folder/$Store-one.gif' -Wait).State" | Should -Be 'Success'
        "$folder/$Store-one.gif" | Should -Exist
    }

    It 'are stopped from another shell, and their children are gone' {
        $shell = Start-Shell 'Start-AnimationWorker' "$folder/stop.txt"
        try {
            $job = Start-AnimationJob $long -Destination "$folder/$Store-stopped.gif"
            Wait-Converting $job.Id
            Wait-Until { Get-MediaProcess $folder } | Should -BeTrue
            $null = Stop-AnimationJob $job.Id
            Wait-Until { -not (Get-MediaProcess $folder) } 60 | Should -BeTrue
            ($job | Wait-AnimationJob -Timeout 60).State | Should -Be 'Cancelled'
            Get-ChildItem $folder -Force -Filter "*$Store-stopped*" | Should -BeNullOrEmpty
            $shell.HasExited | Should -BeFalse -Because 'a job is stopped, not its worker'
        }
        finally {
            $shell.Kill()
        }
    }

    It 'go on elsewhere when Ctrl+C ends their worker' -Skip:$IsWindows {
        $shell = Start-Shell 'Start-AnimationWorker -DrainTime 60' "$folder/drain.txt"
        $job = Start-AnimationJob $long -Destination "$folder/$Store-drained.gif"
        Wait-Converting $job.Id
        $worker = (Get-AnimationJob $job.Id).Worker
        Send-Interrupt $shell
        Wait-Until { (Get-AnimationWorker $worker).IsStopping } 60 | Should -BeTrue -Because 'the first Ctrl+C takes nothing new'
        (Get-AnimationJob $job.Id).State | Should -Be 'Running' -Because 'it may end what it has'
        Send-Interrupt $shell
        Wait-Until { $shell.HasExited } 60 | Should -BeTrue -Because 'the second hands back'
        $after = Get-AnimationJob $job.Id
        $after.State | Should -Be 'Submitted'
        $after.Attempt | Should -Be 0 -Because 'being handed back is no attempt'
        Get-AnimationWorker $worker -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-MediaProcess $folder | Should -BeNullOrEmpty
        Get-ChildItem $folder -Force -Filter "*$Store-drained*" | Should -BeNullOrEmpty
        Remove-AnimationJob $job.Id -Force
    }

    It 'are handed back when a service manager ends their worker' -Skip:$IsWindows {
        $shell = Start-Shell 'Start-AnimationWorker' "$folder/term.txt"
        $job = Start-AnimationJob $long -Destination "$folder/$Store-term.gif"
        Wait-Converting $job.Id
        & sh -c "kill -TERM $($shell.Id)"
        Wait-Until { $shell.HasExited } 60 | Should -BeTrue
        (Get-AnimationJob $job.Id).State | Should -Be 'Submitted'
        Get-AnimationWorker | Where-Object IsAlive | Where-Object ProcessId -EQ $shell.Id | Should -BeNullOrEmpty
        Remove-AnimationJob $job.Id -Force
    }

    It 'are handed back when Ctrl+C ends the shell that waited and worked' -Skip:$IsWindows {
        $shell = Start-Shell "Start-AnimationJob '$long' -Destination '$folder/$Store-waited.gif' -Name waited -Wait" "$folder/waited.txt"
        Wait-Until { Get-AnimationJob -Name waited } 60 | Should -BeTrue
        $job = Get-AnimationJob -Name waited
        Wait-Converting $job.Id
        Send-Interrupt $shell
        Wait-Until { $shell.HasExited } 60 | Should -BeTrue
        Wait-Until { -not (Get-MediaProcess $folder) } 60 | Should -BeTrue
        (Get-AnimationJob $job.Id).State | Should -Be 'Submitted'
        Remove-AnimationJob $job.Id -Force
    }

    It 'end with the session that works in the background' {
        $job = Start-AnimationJob $long -Destination "$folder/$Store-session.gif"
        Invoke-FreshPwsh "`$null = Start-AnimationWorker -Background; while ((Get-AnimationJob $($job.Id)).Progress.Frame -eq 0) { Start-Sleep -Milliseconds 100 }; 'leaving'" | Should -Be 'leaving'
        (Get-AnimationJob $job.Id).State | Should -Be 'Submitted'
        Get-MediaProcess $folder | Should -BeNullOrEmpty
        Remove-AnimationJob $job.Id -Force
    }

    It 'wait while their queue is paused, whoever pauses it' {
        $job = Start-AnimationJob $clip -Width 16 -Queue held -Destination "$folder/$Store-held.gif"
        Invoke-FreshPwsh '(Suspend-AnimationQueue held).IsPaused' | Should -Be 'True'
        Start-AnimationWorker -UntilEmpty -Queue held | Should -BeNullOrEmpty
        $null = Resume-AnimationQueue held
        (Start-AnimationWorker -UntilEmpty -Queue held).Id | Should -Be $job.Id
    }
}

Describe 'Which store is used' {
    It 'is what was configured, unless the environment says otherwise' {
        $env:ANIMATEDIMAGE_JOBSTORE = $null
        $config, $env:ANIMATEDIMAGE_CONFIG = $env:ANIMATEDIMAGE_CONFIG, (Join-Path $folder 'config')
        try {
            Push-Location $folder
            Set-AnimationConfiguration -JobStore configured.db
            Pop-Location
            $job = Start-AnimationJob $clip
            (Get-AnimationJob -JobStore "$folder/configured.db").Id | Should -Be $job.Id
            (Get-AnimationConfiguration).JobStore | Should -Be (Join-Path $folder 'configured.db')
            $env:ANIMATEDIMAGE_JOBSTORE = Join-Path $folder 'other.db'
            Get-AnimationJob | Should -BeNullOrEmpty
            { Set-AnimationConfiguration -JobStore 'postgres://ann:hush@example.org/jobs' } | Should -Throw -ErrorId 'InvalidParameter,*'
        }
        finally {
            $env:ANIMATEDIMAGE_CONFIG = $config
        }
    }

    It 'may have its password in a vault' {
        if (-not $database) {
            Set-ItResult -Skipped -Because 'there is no PostgreSQL'
            return
        }

        # Stands for Microsoft.PowerShell.SecretManagement, whose Get-Secret is all that is called of it. The server takes any password.
        $module = (New-Item -ItemType Directory (Join-Path $folder 'modules/Microsoft.PowerShell.SecretManagement')).FullName
        @'
function Get-Secret {
    [CmdletBinding()] param([string] $Name, [string] $Vault)
    $global:vaultAsked += @("$Vault/$Name")
    if ($Name -eq 'empty') { @{ a = 1 } } else { ConvertTo-SecureString 'hush' -AsPlainText -Force }
}
'@ | Set-Content (Join-Path $module 'Microsoft.PowerShell.SecretManagement.psm1')
        $before, $env:PSModulePath = $env:PSModulePath, ((Join-Path $folder 'modules') + [IO.Path]::PathSeparator + $env:PSModulePath)
        try {
            $global:vaultAsked = @()
            Get-AnimationQueue -JobStore "$($database.Address)?password-vault=team/jobs" -ErrorAction Stop | Should -Not -BeNullOrEmpty
            $global:vaultAsked | Should -Be 'team/jobs'
            Get-AnimationQueue -JobStore "$($database.Address)?password-vault=team/empty" -ErrorVariable problem -ErrorAction SilentlyContinue
            $problem.FullyQualifiedErrorId | Should -BeLike 'CredentialNotFound,*'
        }
        finally {
            $env:PSModulePath = $before
            Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
            Remove-Variable vaultAsked -Scope Global
        }
    }
}

Describe 'What is stored' {
    It 'holds no secret' {
        $file = Join-Path $folder 'secrets.db'
        $env:ANIMATEDIMAGE_JOBSTORE = $file
        foreach ($address in 'https://ann:hush-hush@example.org/v.mp4', 'https://example.org/v.mp4?X-Amz-Signature=hush-hush') {
            Start-AnimationJob $address -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem.FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
            "$problem" | Should -Not -BeLike '*hush-hush*'
        }

        $null = Start-AnimationJob $clip -Width 16 -Destination "$folder/secret.gif" -Wait
        [Text.Encoding]::UTF8.GetString([IO.File]::ReadAllBytes($file)) | Should -Not -Match 'hush-hush'
    }
}
