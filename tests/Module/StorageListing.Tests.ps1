# Listing, testing and signing in, against a real object store.
BeforeDiscovery {
    . $PSScriptRoot/store.ps1
    $script:noStore = -not (Test-StoreAvailable)
}

BeforeAll {
    . $PSScriptRoot/store.ps1
    Enter-StoreTest
}

AfterAll {
    Exit-StoreTest
}

Describe 'A store' -Skip:$noStore {
    BeforeAll {
        $script:store = Start-TestStore
        $script:bucket = New-TestBucket $store
        [void] (New-AnimationStorage ceph S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store) -Default)
        foreach ($key in 'top.mp4', 'in/a.mp4', 'in/b.MP4', 'in/c.mov', 'in/clip [1].mp4', 'in/clip 1.mp4', 'in/deep/d.mp4', 'in/deep/er/e.mp4', 'inner/x.mp4', 'Ünï/日本 🎬.mp4', 'odd/#?%20&+.mp4') {
            Add-TestObject $store $bucket $key
        }

        Add-TestObject $store $bucket 'in/' ([byte[]]::new(0))
    }

    AfterAll {
        Stop-TestStore $store
    }

    Context 'Get-AnimationStorageItem' {
        It 'lists <Path><Also> as a folder' -ForEach @(
            @{ Path = ''; Expected = 'in/', 'inner/', 'odd/', 'top.mp4', 'Ünï/' }
            @{ Path = '/'; Expected = 'in/', 'inner/', 'odd/', 'top.mp4', 'Ünï/' }
            @{ Path = '/in'; Expected = 'in/a.mp4', 'in/b.MP4', 'in/c.mov', 'in/clip 1.mp4', 'in/clip [1].mp4', 'in/deep/' }
            @{ Path = '/in/'; Expected = 'in/a.mp4', 'in/b.MP4', 'in/c.mov', 'in/clip 1.mp4', 'in/clip [1].mp4', 'in/deep/' }
            @{ Path = '/in/d*'; Expected = 'in/deep/' }
            @{ Path = '/*/d*'; Expected = 'in/deep/' }
            @{ Path = '/i*'; Expected = 'in/', 'inner/' }
            @{ Path = '/in/a.mp4'; Expected = 'in/a.mp4' }
            @{ Path = '/in/deep'; Also = ' -Recurse'; Expected = 'in/deep/d.mp4', 'in/deep/er/e.mp4' }
            @{ Path = '/in/nothing'; Expected = @() }
            @{ Path = '/in/*.mp4'; Expected = 'in/a.mp4', 'in/clip 1.mp4', 'in/clip [1].mp4' }
            @{ Path = '/*/*.mp4'; Expected = 'in/a.mp4', 'in/clip 1.mp4', 'in/clip [1].mp4', 'inner/x.mp4', 'odd/#?%20&+.mp4', 'Ünï/日本 🎬.mp4' }
            @{ Path = '/in/?.*'; Expected = 'in/a.mp4', 'in/b.MP4', 'in/c.mov' }
            @{ Path = '/in/clip [1].mp4'; Expected = 'in/clip [1].mp4' }
            @{ Path = '/in/clip `[1`].mp4'; Expected = 'in/clip [1].mp4' }
            @{ Path = '/in/[ab].*'; Expected = 'in/a.mp4', 'in/b.MP4' }
            @{ Path = '/in/[de]*'; Also = ' -Recurse'; Expected = 'in/deep/d.mp4', 'in/deep/er/e.mp4' }
            @{ Path = '/Ünï/日*'; Expected = 'Ünï/日本 🎬.mp4' }
            @{ Path = '/odd/#*'; Expected = 'odd/#?%20&+.mp4' }
        ) {
            $items = Get-AnimationStorageItem "s3://$bucket$Path" -Recurse:([bool] $Also)
            @($items.Key) | Should -Be @($Expected)
        }

        It 'tells folders from objects' {
            $items = Get-AnimationStorageItem "s3://$bucket"
            ($items | Where-Object IsFolder).Name | Should -Be 'in', 'inner', 'odd', 'Ünï'
            ($items | Where-Object PSIsContainer).Count | Should -Be 4
            $items[0].Bytes, $items[0].LastModified | Should -Be 0, $null
            (Get-AnimationStorageItem "s3://$bucket" -Directory).Key | Should -Be 'in/', 'inner/', 'odd/', 'Ünï/'
            (Get-AnimationStorageItem "s3://$bucket" -File).Key | Should -Be 'top.mp4'
            (Get-AnimationStorageItem "s3://$bucket" -Recurse | Where-Object IsFolder) | Should -BeNullOrEmpty
            (Get-AnimationStorageItem "s3://$bucket" -Filter in*).Key | Should -Be 'in/', 'inner/'
            Get-AnimationStorageItem "s3://$bucket" -Directory -Since (Get-Date).AddYears(-1) | Should -BeNullOrEmpty
            { Get-AnimationStorageItem "s3://$bucket" -Directory -Recurse } | Should -Throw '*-Recurse*' -ErrorId 'ContradictoryParameters,*'
            $items | Out-String | Should -Match '(?m)^ +in/\s*$' -Because 'a folder has neither time nor size'
        }

        It 'lists a folder that is piped in, and converts none' {
            (Get-AnimationStorageItem "s3://$bucket/in" -Directory | Get-AnimationStorageItem).Key | Should -Be 'in/deep/d.mp4', 'in/deep/er/'
            $told = Get-AnimationStorageItem "s3://$bucket" -Directory | Convert-VideoToAnimation -ErrorAction Stop -Verbose 4>&1
            @($told).Message | Where-Object { $_ -like "*'s3://$bucket/in/' is a folder and left out*-Recurse*" } | Should -HaveCount 1
            @($told).Count | Should -Be 4
        }

        It 'takes -LiteralPath as it stands' {
            (Get-AnimationStorageItem -LiteralPath "s3://$bucket/in/clip [1].mp4").Key | Should -Be 'in/clip [1].mp4'
            (Get-AnimationStorageItem -LiteralPath "s3://$bucket/in/*.mp4") | Should -BeNullOrEmpty
            (Get-AnimationStorageItem -LiteralPath "s3://$bucket/odd/#?%20&+.mp4").Key | Should -Be 'odd/#?%20&+.mp4'
        }

        It 'filters by name and time' {
            (Get-AnimationStorageItem "s3://$bucket/in" -Filter *.mp4).Name | Should -Be 'a.mp4', 'b.MP4', 'clip 1.mp4', 'clip [1].mp4'
            (Get-AnimationStorageItem "s3://$bucket/in" -Include *.mov, a*).Name | Should -Be 'a.mp4', 'c.mov'
            (Get-AnimationStorageItem "s3://$bucket/in" -Exclude *.mp4, *.txt -File).Name | Should -Be 'c.mov'
            (Get-AnimationStorageItem "s3://$bucket/in" -Since (Get-Date).AddHours(-1)).Count | Should -Be 5
            Get-AnimationStorageItem "s3://$bucket/in" -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
        }

        It 'returns what an object is, with the profile it was reached by' {
            $item = Get-AnimationStorageItem "s3://$bucket/in/a.mp4"
            $item | Should -BeOfType AnimatedImage.Storage.StorageItem
            $item.Storage | Should -Be 'ceph'
            $item.Bucket | Should -Be $bucket
            $item.Bytes | Should -Be 3
            $item.ETag | Should -Be '5289df737df57326fcdd22597afb1fac'
            $item.LastModified.LocalDateTime | Should -BeGreaterThan (Get-Date).AddMinutes(-10)
            $item.PSPath | Should -Be "s3://$bucket/in/a.mp4"
            "$item" | Should -Be "s3://$bucket/in/a.mp4"
            $item | Out-String | Should -BeLike "*s3://$bucket*3 B*in/a.mp4*"
        }

        It 'is one clear error for a bucket that is not there, and the others go on' {
            $items = Get-AnimationStorageItem "s3://no-$bucket", "s3://$bucket" -ErrorVariable failed -ErrorAction SilentlyContinue
            $items.Key | Should -Contain 'top.mp4'
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'BucketNotFound,*'
            $failed[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$($failed[0])" | Should -BeLike "*no-$bucket*$($store.Endpoint)*404 NoSuchBucket*request*"
        }

        It 'says what is no bucket: <Path>' -ForEach @(@{ Path = './folder' }, @{ Path = 'https://host/a' }, @{ Path = 's3://' }) {
            { Get-AnimationStorageItem $Path -ErrorAction Stop } | Should -Throw '*is no bucket*' -ErrorId 'InvalidParameter,*'
        }

        It 'is refused with a wrong secret, in one error that holds none' {
            [void] (New-AnimationStorage wrong S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store 'not-the-secret'))
            Get-AnimationStorageItem "s3://$bucket" -Storage wrong -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'StorageDenied,*'
            "$($failed[0])" | Should -BeLike "*bucket $bucket at $($store.Endpoint), HTTP 403*request*"
            $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*wrong*'
            $failed | Format-List * -Force | Out-String | Should -Not -BeLike '*not-the-secret*'
            Remove-AnimationStorage wrong
        }

        It 'says who is meant when a profile cannot be chosen' {
            { Get-AnimationStorageItem "s3://$bucket" -Storage none -ErrorAction Stop } | Should -Throw -ErrorId 'StorageNotFound,*'
            { Get-AnimationStorageItem 'oss://bucket' -ErrorAction Stop } | Should -Throw '*oss://*' -ErrorId 'StorageNotFound,*'
            { Get-AnimationStorageItem 'oss://bucket' -Storage ceph -ErrorAction Stop } | Should -Throw -ErrorId 'ContradictoryParameters,*'
        }

        It 'serves cos:// and oss:// by a profile of that provider' {
            [void] (New-AnimationStorage cos Cos -Endpoint $store.Endpoint -Region ap-guangzhou -PathStyle -Credential (Get-StoreCredential $store))
            [void] (New-AnimationStorage oss Oss -Endpoint $store.Endpoint -Region cn-hangzhou -PathStyle -Credential (Get-StoreCredential $store))
            "$((Get-AnimationStorageItem "cos://$bucket/in/a.mp4").Location)" | Should -Be "cos://$bucket/in/a.mp4"
            (Get-AnimationStorageItem "oss://$bucket/in/a.mp4").Storage | Should -Be 'oss'
        }
    }

    Context 'Very many objects' {
        BeforeAll {
            $script:large = New-TestBucket $store
            1..2500 | ForEach-Object { Add-TestObject $store $large ('n/{0:d4}.mp4' -f $_) }
        }

        It 'are listed in order, all of them' {
            $items = Get-AnimationStorageItem "s3://$large" -Recurse
            $items.Count | Should -Be 2500
            $items[0].Key | Should -Be 'n/0001.mp4'
            $items[2499].Key | Should -Be 'n/2500.mp4'
            (Get-AnimationStorageItem "s3://$large/n/*00.mp4").Count | Should -Be 25
        }

        It 'cost one page when the first ten are enough' {
            $relay = Start-CountingRelay $store
            [void] (New-AnimationStorage counted S3Compatible -Endpoint $relay.Endpoint -Credential (Get-StoreCredential $store))
            (Get-AnimationStorageItem "s3://$large/n/*" -Storage counted | Select-Object -First 10).Key[-1] | Should -Be 'n/0010.mp4'
            $relay.Listings | Should -Be 1
            @(Get-AnimationStorageItem "s3://$large/n/*" -Storage counted).Count | Should -Be 2500
            $relay.Listings | Should -Be 4
            Remove-AnimationStorage counted
            $relay.Dispose()
        }

        It 'can be stopped in the middle' {
            $shell = [powershell]::Create()
            [void] $shell.AddScript("Import-Module '$(Join-Path (Get-ShippedModule) 'AnimatedImage.psd1')'; Get-AnimationStorageItem s3://$large -Recurse | ForEach-Object { Start-Sleep -Milliseconds 20; `$_ }")
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            Wait-Until { $output.Count -gt 3 } | Should -BeTrue
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
            $running.IsCompleted | Should -BeTrue
            $output.Count | Should -BeLessThan 2500
            $shell.Dispose()
        }
    }

    Context 'Test-AnimationStorage' {
        It 'passes every step and leaves nothing' {
            $own = New-TestBucket $store
            $results = Test-AnimationStorage ceph -Bucket $own
            $results | ForEach-Object { $_ | Should -BeOfType AnimatedImage.Storage.StorageTestResult }
            $results.Step | Sort-Object | Should -Be 'Resolve', 'Connect', 'Authenticate', 'List', 'ReadRange', 'Write', 'Delete'
            $results.Status | Select-Object -Unique | Should -Be 'Passed'
            Get-TestKey $store $own | Should -BeNullOrEmpty
            Get-TestUpload $store $own | Should -BeNullOrEmpty
        }

        It 'writes nothing with -ReadOnly or -WhatIf' {
            foreach ($results in (Test-AnimationStorage ceph $bucket -ReadOnly), (Test-AnimationStorage ceph $bucket -WhatIf)) {
                ($results | Where-Object Status -EQ Skipped).Step | Should -Be 'Write', 'Delete'
                ($results | Where-Object Status -EQ Passed).Count | Should -Be 5
            }
        }

        It 'takes the profile''s own bucket' {
            Set-AnimationStorage ceph -Bucket 'other-*', $bucket
            (Get-AnimationStorage ceph | Test-AnimationStorage -ReadOnly).Bucket | Select-Object -Unique | Should -Be $bucket
            Set-AnimationStorage ceph -Bucket @()
            (Test-AnimationStorage ceph | Where-Object Status -EQ Skipped).Advice | Select-Object -Unique | Should -Be 'Name one with -Bucket.'
        }

        It 'tells a wrong secret, a missing bucket and a server that is gone' {
            [void] (New-AnimationStorage wrong S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store 'not-the-secret'))
            $failed = Test-AnimationStorage wrong $bucket | Where-Object Status -EQ Failed
            $failed.Step | Should -Be 'Authenticate'
            $failed.Advice | Should -BeLike '*credential*'
            ($failed | Out-String -Width 300) -split '\s+' | Should -Contain 'SignatureDoesNotMatch,' -Because 'lines end between words'
            $failed = @(Test-AnimationStorage ceph "no-$bucket" | Where-Object Status -EQ Failed)
            $failed.Step | Should -Be 'List', 'Write'
            $failed[0].ErrorId | Should -Be 'BucketNotFound'

            [void] (New-AnimationStorage gone S3Compatible -Endpoint http://127.0.0.1:1 -Anonymous)
            $failed = Test-AnimationStorage gone $bucket | Where-Object Status -EQ Failed
            $failed.Step | Should -Be 'Connect'
            $failed.Advice | Should -Not -BeNullOrEmpty
        }
    }

    Context 'A secret in a vault' {
        BeforeAll {
            # Stands for Microsoft.PowerShell.SecretManagement, whose Get-Secret is all that is called of it.
            $module = (New-Item -ItemType Directory (Join-Path $folder 'modules/Microsoft.PowerShell.SecretManagement')).FullName
            @"
function Get-Secret {
    [CmdletBinding()] param([string] `$Name, [string] `$Vault)
    `$global:vaultAsked += @("`$Vault/`$Name")
    `$secure = ConvertTo-SecureString '$($store.SecretKey)' -AsPlainText -Force
    switch (`$Name) {
        'pscredential' { [pscredential]::new('$($store.AccessKey)', `$secure) }
        'hashtable' { @{ AccessKey = '$($store.AccessKey)'; SecretKey = `$secure } }
        'vendor' { @{ SecretId = '$($store.AccessKey)'; SecretKey = '$($store.SecretKey)' } }
        'json' { ConvertTo-SecureString '{"AccessKeyId":"$($store.AccessKey)","SecretAccessKey":"$($store.SecretKey)"}' -AsPlainText -Force }
        'text' { ConvertTo-SecureString 'just a text' -AsPlainText -Force }
        'empty' { @{ AccessKey = 'a' } }
        'locked' { throw 'Vault is locked.' }
        default { Write-Error "The secret `$Name was not found." }
    }
}
"@ | Set-Content (Join-Path $module 'Microsoft.PowerShell.SecretManagement.psm1')
            $script:modulePath = $env:PSModulePath
            $env:PSModulePath = (Join-Path $folder 'modules') + [IO.Path]::PathSeparator + $env:PSModulePath
        }

        BeforeEach {
            $global:vaultAsked = @()
        }

        AfterAll {
            Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
            $env:PSModulePath = $modulePath
            Remove-Variable vaultAsked -Scope Global
        }

        It 'opens the store: <Secret>' -ForEach @(@{ Secret = 'pscredential' }, @{ Secret = 'hashtable' }, @{ Secret = 'vendor' }, @{ Secret = 'json' }) {
            [void] (New-AnimationStorage vault S3Compatible -Endpoint $store.Endpoint -Vault safe -SecretName $Secret -Force)
            $vaultAsked | Should -BeNullOrEmpty -Because 'it is asked when it is needed, not before'
            (Get-AnimationStorageItem "s3://$bucket/in/a.mp4" -Storage vault).Key | Should -Be 'in/a.mp4'
            $vaultAsked | Should -Be "safe/$Secret"
        }

        It 'that is of no use is one error that says what to store: <Secret>' -ForEach @(
            @{ Secret = 'text'; Says = '*holds no access key*' }
            @{ Secret = 'empty'; Says = '*holds no access key*' }
            @{ Secret = 'locked'; Says = '*Vault is locked*' }
            @{ Secret = 'none'; Says = '*was not found*' }
        ) {
            [void] (New-AnimationStorage vault S3Compatible -Endpoint $store.Endpoint -SecretName $Secret -Force)
            Get-AnimationStorageItem "s3://$bucket" -Storage vault -ErrorVariable failed -ErrorAction SilentlyContinue
            $own = @($failed | Where-Object FullyQualifiedErrorId -Like 'CredentialNotFound,*')
            $own.Count | Should -Be 1
            "$($own[0])" | Should -BeLike $Says
            $own[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'says what to install where SecretManagement is missing' {
            $told = Invoke-FreshPwsh "`$env:PSModulePath = ''; New-AnimationStorage v S3Compatible -Endpoint $($store.Endpoint) -SecretName a -Force | Out-Null; try { Get-AnimationStorageItem s3://$bucket -Storage v -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }"
            $told -join ' ' | Should -BeLike 'CredentialNotFound,*Install-PSResource Microsoft.PowerShell.SecretManagement*'
        }
    }
}
