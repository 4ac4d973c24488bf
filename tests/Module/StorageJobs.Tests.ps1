# Jobs from bucket to bucket, worked on by another process, against a real object store.
BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/store.ps1
    $script:noStore = -not (Test-StoreAvailable)
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/store.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:before = @{}
    foreach ($name in 'ANIMATEDIMAGE_CONFIG', 'ANIMATEDIMAGE_JOBSTORE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_EC2_METADATA_DISABLED', 'AWS_SHARED_CREDENTIALS_FILE') {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
    }

    $env:ANIMATEDIMAGE_CONFIG = Join-Path $folder 'config'
    $env:ANIMATEDIMAGE_JOBSTORE = Join-Path $folder 'jobs.db'

    # Nothing but what a test gives: no keys of whoever runs it, no machine's role.
    $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $folder 'no-credentials'
    $script:clip = New-Clip (Join-Path $folder 'clip.mp4') -Seconds 1
}

AfterAll {
    foreach ($name in $before.Keys) {
        [Environment]::SetEnvironmentVariable($name, $before[$name])
    }

    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Jobs from bucket to bucket' -Skip:$noStore {
    BeforeAll {
        $script:store = Start-TestStore
        $script:source = New-TestBucket $store
        $script:target = New-TestBucket $store
        Add-TestObject $store $source 'in/a.mp4' ([IO.File]::ReadAllBytes($clip))
        [void] (New-AnimationStorage media S3Compatible -Endpoint $store.Endpoint)
        [void] (New-AnimationStorage mine S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store) -Bucket 'no-bucket-of-this-test')

        # A worker of another process, once with what opens the store in its environment and once without.
        function Invoke-Worker([switch] $WithKey, [string] $Config = $env:ANIMATEDIMAGE_CONFIG) {
            $ours = $env:ANIMATEDIMAGE_CONFIG
            try {
                $env:ANIMATEDIMAGE_CONFIG = $Config
                $env:AWS_ACCESS_KEY_ID = $WithKey ? $store.AccessKey : $null
                $env:AWS_SECRET_ACCESS_KEY = $WithKey ? $store.SecretKey : $null
                Invoke-FreshPwsh 'Start-AnimationWorker -UntilEmpty | Out-Null'
            }
            finally {
                $env:ANIMATEDIMAGE_CONFIG = $ours
                $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
            }
        }

        function Start-BucketJob([string] $Name, [string] $Storage = 'media', [int] $MaxAttempt = 1) {
            Start-AnimationJob "s3://$source/in/a.mp4" -Storage $Storage -DestinationStorage $Storage -Destination "s3://$target/$Name{autoext}" -Width 32 -MaxAttempt $MaxAttempt -UserData $Name
        }

        # Everything that the job store has on the disk.
        function Get-StoreText {
            (Get-ChildItem "$folder/jobs.db*" -Force | ForEach-Object { [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($_.FullName)) }) -join ''
        }
    }

    AfterAll {
        Stop-TestStore $store
    }

    It 'are done by a worker of another process, which has the key, through a profile that the job names' {
        $job = Start-BucketJob done
        $job.Requests[0].Storage | Should -Be 'media'
        Invoke-Worker -WithKey
        $job = Get-AnimationJob $job.Id
        "$($job.Error)" | Should -BeNullOrEmpty
        $job.State | Should -Be 'Success'
        $job.Plan | Should -Not -BeNullOrEmpty
        "$($job.Results[0].Destination)" | Should -Be "s3://$target/done.gif"
        $object = Invoke-Store $store GET "/$target/done.gif"
        [Convert]::ToHexStringLower([Security.Cryptography.SHA256]::HashData([byte[]] $object.Content)) | Should -Be $job.Results[0].Sha256
        $job.BytesOut | Should -Be $object.Content.Length
        Get-TestUpload $store $target | Should -BeNullOrEmpty
    }

    It 'leave no secret in the job store, also when the key was given in the session' {
        $job = Start-BucketJob secret mine
        $text = Get-StoreText
        $text | Should -Match $job.Id -Because 'the row is there to be searched'
        foreach ($secret in $store.SecretKey, $store.AccessKey) {
            $text.Contains($secret) | Should -BeFalse
        }

        Invoke-Worker | Out-Null
        (Get-StoreText).Contains($store.SecretKey) | Should -BeFalse
    }

    It 'fail with the reason where the worker has no key: <Storage>' -ForEach @{ Storage = 'media' }, @{ Storage = 'mine' } {
        $job = Start-BucketJob "no-key-$Storage" $Storage
        Invoke-Worker
        $job = Get-AnimationJob $job.Id
        $job.State | Should -Be 'Failed'
        $job.Error.ErrorId | Should -Be 'CredentialNotFound'
        $job.Error.Message | Should -Match "'?$Storage'?"
        $job.Error.Advice | Should -Not -BeNullOrEmpty
        Get-TestKey $store $target | Should -Not -Contain "no-key-$Storage.gif"
    }

    It 'fail with the reason where the worker does not know the profile, and succeed when they are restarted where it is known' {
        $job = Start-BucketJob no-profile
        Invoke-Worker -WithKey -Config (Join-Path $folder 'other-config')
        $job = Get-AnimationJob $job.Id
        $job.State | Should -Be 'Failed'
        $job.Error.ErrorId | Should -Be 'StorageNotFound'
        $job.Error.Message | Should -Match "'media'"
        $job.Error.Advice | Should -Not -BeNullOrEmpty
        $null = $job | Restart-AnimationJob
        Invoke-Worker -WithKey
        (Get-AnimationJob $job.Id).State | Should -Be 'Success'
        Get-TestKey $store $target | Should -Contain 'no-profile.gif'
    }
}
