# Profiles: what is kept, what is changed, what is refused. No store is asked.
BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:configBefore = $env:ANIMATEDIMAGE_CONFIG
    $script:file = Join-Path $folder 'config/storage.json'
    $script:secret = 'S3cr3t/' + [guid]::NewGuid().ToString('n')
    $script:key = [pscredential]::new('AKIDEXAMPLE', (ConvertTo-SecureString $secret -AsPlainText -Force))
}

AfterAll {
    $env:ANIMATEDIMAGE_CONFIG = $configBefore
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Storage profiles' {
    BeforeEach {
        $env:ANIMATEDIMAGE_CONFIG = Join-Path $folder 'config'
        Remove-Item -LiteralPath $env:ANIMATEDIMAGE_CONFIG -Recurse -Force -ErrorAction Ignore
    }

    Context 'A profile' {
        It 'is made, found by another session, changed and removed' {
            $made = New-AnimationStorage ceph S3Compatible -Endpoint https://ceph.example.com:7480 -Region eu -Bucket 'video-*', raw -Proxy http://proxy:3128
            $made | Should -BeOfType AnimatedImage.Storage.StoreProfile
            Invoke-FreshPwsh '(Get-AnimationStorage ceph).Endpoint.AbsoluteUri' | Should -Be 'https://ceph.example.com:7480/'

            Set-AnimationStorage CEPH -Region us | Should -BeNullOrEmpty
            $changed = Get-AnimationStorage ceph
            $changed.Region | Should -Be 'us'
            $changed.Buckets | Should -Be 'video-*', 'raw'
            $changed.Proxy.Port | Should -Be 3128
            (Set-AnimationStorage ceph -Proxy $null -Bucket @() -PathStyle:$false -PassThru).PathStyle | Should -BeFalse
            $changed = Get-AnimationStorage ceph
            $changed.Proxy | Should -BeNullOrEmpty
            $changed.Buckets | Should -BeNullOrEmpty
            $changed.Region | Should -Be 'us'

            Get-AnimationStorage ceph | Remove-AnimationStorage
            Get-AnimationStorage | Should -BeNullOrEmpty
        }

        It 'is neither made, changed nor removed with -WhatIf' {
            New-AnimationStorage aws Aws -WhatIf
            Test-Path $file | Should -BeFalse
            [void] (New-AnimationStorage aws Aws)
            $before = Get-Content $file -Raw
            Set-AnimationStorage aws -Region eu-west-1 -WhatIf
            Remove-AnimationStorage aws -WhatIf
            Get-Content $file -Raw | Should -BeExactly $before
        }

        It 'is not replaced without -Force' {
            [void] (New-AnimationStorage aws Aws -Region eu-west-1)
            { New-AnimationStorage AWS Aws -Region us-east-1 } | Should -Throw -ErrorId 'StorageExists,*'
            (Get-AnimationStorage aws).Region | Should -Be 'eu-west-1'
            [void] (New-AnimationStorage AWS Aws -Force)
            (Get-AnimationStorage aws).Region | Should -BeNullOrEmpty
        }

        It 'takes the place of the default of its scheme, and says so' {
            [void] (New-AnimationStorage one Aws -Default)
            $told = New-AnimationStorage two S3Compatible -Endpoint http://127.0.0.1:9000 -Default -Verbose 4>&1
            "$told" | Should -BeLike "*'one' is no longer the default of s3://*"
            [void] (New-AnimationStorage cos Cos -Region ap-guangzhou -Default)
            (Get-AnimationStorage | Where-Object IsDefault).Name | Should -Be 'cos', 'two'
        }

        It 'is refused when it cannot work: <Because>' -ForEach @(
            @{ Because = 'name'; Arguments = @{ Name = 'a b'; Provider = 'Aws' }; Says = "*'a b'*" }
            @{ Because = 'endpoint missing'; Arguments = @{ Name = 'a'; Provider = 'S3Compatible' }; Says = '*needs an endpoint*' }
            @{ Because = 'no scheme'; Arguments = @{ Name = 'a'; Provider = 'S3Compatible'; Endpoint = 'minio:9000' }; Says = '*http://*' }
            @{ Because = 'path'; Arguments = @{ Name = 'a'; Provider = 'S3Compatible'; Endpoint = 'https://minio/bucket' }; Says = "*has a path '/bucket'*" }
            @{ Because = 'region missing'; Arguments = @{ Name = 'a'; Provider = 'Cos' }; Says = '*needs a region*' }
            @{ Because = 'path style'; Arguments = @{ Name = 'a'; Provider = 'Oss'; Region = 'cn-hangzhou'; PathStyle = $true }; Says = '*in the host name only*' }
            @{ Because = 'bucket'; Arguments = @{ Name = 'a'; Provider = 'Aws'; Bucket = 's3://b' }; Says = "*'s3://b'*" }
        ) {
            { New-AnimationStorage @Arguments } | Should -Throw $Says -ErrorId 'InvalidParameter,*'
            Test-Path $file | Should -BeFalse
        }

        It 'never keeps a password in an address' {
            { New-AnimationStorage a S3Compatible -Endpoint "https://key:$([uri]::EscapeDataString($secret))@minio" } | Should -Throw '*user name or password*'
            { New-AnimationStorage a Aws -Proxy "http://me:$([uri]::EscapeDataString($secret))@proxy" } | Should -Throw '*user name or password*'
            Test-Path $file | Should -BeFalse
        }

        It 'that does not exist is one error each, and the others go on' {
            [void] (New-AnimationStorage here Aws)
            Set-AnimationStorage none, here -Region eu-west-1 -ErrorVariable failed -ErrorAction SilentlyContinue
            (Get-AnimationStorage here).Region | Should -Be 'eu-west-1'
            Get-AnimationStorage none -ErrorVariable +failed -ErrorAction SilentlyContinue
            Remove-AnimationStorage none, here -ErrorVariable +failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId | Should -Be 'StorageNotFound,AnimatedImage.PowerShell.Commands.SetAnimationStorageCommand', 'StorageNotFound,AnimatedImage.PowerShell.Commands.GetAnimationStorageCommand', 'StorageNotFound,AnimatedImage.PowerShell.Commands.RemoveAnimationStorageCommand'
            Get-AnimationStorage | Should -BeNullOrEmpty
        }

        It 'is told apart by wildcards' {
            'a1', 'a2', 'b1' | ForEach-Object { [void] (New-AnimationStorage $_ Aws) }
            (Get-AnimationStorage a*, b?).Name | Should -Be 'a1', 'a2', 'b1'
            Get-AnimationStorage x* | Should -BeNullOrEmpty
        }

        It 'is completed by name, with what it is' {
            [void] (New-AnimationStorage ceph S3Compatible -Endpoint http://127.0.0.1:9000)
            [void] (New-AnimationStorage cos Cos -Region ap-guangzhou)
            (Complete 'Set-AnimationStorage c').CompletionText | Should -Be 'ceph', 'cos'
            (Complete 'Convert-VideoToAnimation s3://b/a.mp4 -Storage ce').CompletionText | Should -Be 'ceph'
            (Complete 'Test-AnimationStorage co').ToolTip | Should -Be 'Cos, ap-guangzhou'
            (Complete 'New-AnimationStorage x Oss -Region cn-h').CompletionText | Should -Contain 'cn-hangzhou'
            'broken' | Set-Content $file
            { Complete 'Set-AnimationStorage c' } | Should -Not -Throw
        }
    }

    Context 'The file' {
        It 'is named and left alone when it cannot be understood: <Json>' -ForEach @(
            @{ Json = '{'; Says = '*no JSON*' }
            @{ Json = '{"version":7}'; Says = '*version 7*' }
            @{ Json = '{"version":1,"profiles":[{"name":"a","provider":"Aws","secretKey":"x"}]}'; Says = "*'secretKey'*" }
        ) {
            [void] (New-Item -ItemType Directory (Split-Path $file))
            [IO.File]::WriteAllText($file, $Json)
            { Get-AnimationStorage } | Should -Throw $Says -ErrorId 'InvalidParameter,*'
            { New-AnimationStorage b Aws } | Should -Throw $Says -ErrorId 'InvalidParameter,*'
            [IO.File]::ReadAllText($file) | Should -BeExactly $Json
        }

        It 'is its user''s alone' -Skip:$IsWindows {
            [void] (New-AnimationStorage a Aws)
            "$((Get-Item $file).UnixFileMode)" | Should -Be 'UserWrite, UserRead'
        }

        It 'loses nothing when several runspaces write at once' {
            $writers = 1..4 | ForEach-Object {
                $number = $_
                Start-ThreadJob { param($module, $number) Import-Module $module; 1..5 | ForEach-Object { New-AnimationStorage "p$number-$_" Aws } } -ArgumentList (Join-Path (Get-ShippedModule) 'AnimatedImage.psd1'), $number
            }
            [void] ($writers | Wait-Job | Receive-Job)
            $writers | Remove-Job
            @(Get-AnimationStorage).Count | Should -Be 20
        }
    }

    Context 'A credential' {
        It 'of the session is in no file and no output' {
            $token = ConvertTo-SecureString "token-$secret" -AsPlainText -Force
            $all = & {
                New-AnimationStorage ceph S3Compatible -Endpoint http://127.0.0.1:9000 -Credential $key -SessionToken $token -Verbose -Debug
                Set-AnimationStorage ceph -Credential $key -PassThru -Verbose -Debug
                Get-AnimationStorage ceph | ConvertTo-Json -Depth 9
                Get-AnimationStorage ceph | Format-List * -Force
            } *>&1 | Out-String
            $all | Should -Not -BeLike "*$secret*"
            $all | Should -Not -BeLike '*AKIDEXAMPLE*'
            Get-ChildItem $folder -Recurse -File -Force | ForEach-Object { [IO.File]::ReadAllText($_.FullName) } | Should -Not -BeLike "*$secret*"
            (Get-AnimationStorage ceph).Credential.Kind | Should -Be 'Session'
        }

        It 'of one session is missing in another, which says what to do' {
            [void] (New-AnimationStorage ceph S3Compatible -Endpoint http://127.0.0.1:9 -Credential $key)
            $told = Invoke-FreshPwsh 'try { Get-AnimationStorageItem s3://bucket } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }'
            $told[0] | Should -BeLike 'CredentialNotFound,*'
            $told -join ' ' | Should -BeLike '*Set-AnimationStorage ceph -Credential*'
        }

        It 'that is empty is refused' {
            { New-AnimationStorage a Aws -Credential ([pscredential]::new('AKID', [securestring]::new())) } | Should -Throw '*lacks*' -ErrorId 'InvalidParameter,*'
        }

        It 'changes its kind with what is given' {
            [void] (New-AnimationStorage a Aws -ChainProfile work)
            "$((Get-AnimationStorage a).Credential)" | Should -Be 'Chain work'
            Set-AnimationStorage a -Vault safe -SecretName aws-key
            "$((Get-AnimationStorage a).Credential)" | Should -Be 'Vault safe/aws-key'
            Set-AnimationStorage a -Region eu-west-1
            "$((Get-AnimationStorage a).Credential)" | Should -Be 'Vault safe/aws-key'
            Set-AnimationStorage a -Anonymous
            "$((Get-AnimationStorage a).Credential)" | Should -Be 'Anonymous'
            Set-AnimationStorage a -ChainProfile ''
            "$((Get-AnimationStorage a).Credential)" | Should -Be 'Chain'
        }

        It 'warns of an endpoint that does not encrypt, unless it is this machine' {
            [void] (New-AnimationStorage far S3Compatible -Endpoint http://ceph.example.com -WarningVariable warned -WarningAction SilentlyContinue)
            "$warned" | Should -BeLike '*unencrypted*'
            [void] (New-AnimationStorage near S3Compatible -Endpoint http://127.0.0.1:9000 -WarningVariable warned -WarningAction SilentlyContinue)
            $warned | Should -BeNullOrEmpty
        }
    }

    Context 'What shows profiles' {
        It 'is a table without secrets' {
            [void] (New-AnimationStorage ceph S3Compatible -Endpoint https://ceph.example.com:7480 -SecretName ceph-key -Bucket 'video-*' -Default)
            $shown = Get-AnimationStorage | Out-String -Width 200
            $shown | Should -BeLike '*ceph*S3Compatible*https://ceph.example.com:7480*Vault (default)/ceph-key*s3://*video-**'
        }
    }
}
