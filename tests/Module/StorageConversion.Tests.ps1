# Sources and outputs in buckets, against a real object store.
BeforeDiscovery {
    . $PSScriptRoot/store.ps1
    $script:noStore = -not (Test-StoreAvailable)
}

BeforeAll {
    . $PSScriptRoot/store.ps1
    Enter-StoreTest
    $script:clip = New-Clip (Join-Path $folder 'clip.mp4') -Seconds 1
    $script:bytes = [IO.File]::ReadAllBytes($clip)
}

AfterAll {
    Exit-StoreTest
}

Describe 'Conversions with a store' -Skip:$noStore {
    BeforeAll {
        $script:store = Start-TestStore
        $script:source = New-TestBucket $store
        [void] (New-AnimationStorage ceph S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store))
        foreach ($key in 'in/a.mp4', 'in/b.mp4', 'in/c [1].mp4', 'in/Ünï 🎬#?%20.mp4', 'top.mp4') {
            Add-TestObject $store $source $key $bytes
        }

        Add-TestObject $store $source 'in/note.txt' ([Text.Encoding]::UTF8.GetBytes('no video'))
    }

    AfterAll {
        Stop-TestStore $store
    }

    BeforeEach {
        $script:target = New-TestBucket $store
    }

    AfterEach {
        Get-TestUpload $store $target | Should -BeNullOrEmpty -Because 'no upload is left half done'
        Get-TestUpload $store $source | Should -BeNullOrEmpty -Because 'no upload is left half done'
    }

    Context 'Places' {
        It 'writes beside the source' {
            $result = Convert-VideoToAnimation "s3://$source/top.mp4" -Width 32
            "$($result.Destination)" | Should -Be "s3://$source/top.gif"
            $object = Invoke-Store $store GET "/$source/top.gif"
            $object.Header.'content-type' | Should -Be 'image/gif'
            [Convert]::ToHexStringLower([Security.Cryptography.MD5]::HashData([byte[]] $object.Content)) | Should -Be $result.Md5
            [Convert]::ToHexStringLower([Security.Cryptography.SHA256]::HashData([byte[]] $object.Content)) | Should -Be $result.Sha256
            $result.Bytes | Should -Be $object.Content.Length
            $result.BytesWritten | Should -Be $object.Content.Length
            $result.BytesRead | Should -BeGreaterThan 0
            [void] (Invoke-Store $store DELETE "/$source/top.gif")
        }

        It 'converts from bucket to bucket what a listing found' {
            $results = Get-AnimationStorageItem "s3://$source/in" -Filter *.mp4 | Convert-VideoToAnimation -Destination "s3://$target/{key}{autoext}" -Width 32
            $results.Count | Should -Be 4
            Get-TestKey $store $target | Sort-Object | Should -Be @('in/a.mp4.gif', 'in/b.mp4.gif', 'in/c [1].mp4.gif', 'in/Ünï 🎬#?%20.mp4.gif' | Sort-Object)
        }

        It 'converts what wildcards in a key name' {
            (Convert-VideoToAnimation "s3://$source/in/?.mp4" -Destination "s3://$target/out/" -Width 32 -Format WebP).Destination.Path |
                Should -Be "s3://$target/out/a.webp", "s3://$target/out/b.webp"
            (Get-VideoInfo "s3://$source/in/*[[]1].mp4", "s3://$source/in/c [1].mp4").Input.Location.Key | Should -Be 'in/c [1].mp4', 'in/c [1].mp4'
            Get-VideoInfo "s3://$source/in/*.mkv" -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            "$warning" | Should -BeLike "*No object matches 's3://$source/in/*.mkv'*"
        }

        It 'reads from a bucket to this machine, and the other way round' {
            $local = Join-Path $folder 'local.gif'
            $down = Convert-VideoToAnimation "s3://$source/in/a.mp4" -Destination $local -Width 32
            (Get-FileHash $local -Algorithm MD5).Hash.ToLowerInvariant() | Should -Be $down.Md5
            $up = Convert-VideoToAnimation $clip "s3://$target/up/" -Width 32
            "$($up.Destination)" | Should -Be "s3://$target/up/clip.gif"
            $up.Bytes | Should -Be $down.Bytes
        }

        It 'writes several formats from one decode, all or none' {
            $results = Convert-VideoToAnimation "s3://$source/in/a.mp4" -Destination "s3://$target/all/" -Width 32 -Format Gif, WebP, Apng
            Get-TestKey $store $target | Should -Be 'all/a.apng', 'all/a.gif', 'all/a.webp'
            ($results.BytesRead | Select-Object -Unique).Count | Should -Be 1
        }

        It 'reads animated images out of a bucket' {
            $info = Convert-VideoToAnimation "s3://$source/in/a.mp4" -Destination "s3://$target/a.webp" -Width 32 | Get-AnimationInfo
            $info.Format | Should -Be 'WebP'
            $info.FrameCount | Should -Be 10
            $info.FullName | Should -Be "s3://$target/a.webp"
        }

        It 'keeps metadata, tags, caching and the storage class with the object' {
            [void] (Convert-VideoToAnimation $clip "s3://$target/a.gif" -Width 32 -Metadata @{ owner = 'me'; weight = 1.5 } -ObjectTag @{ project = 'demo' } -CacheControl 'public, max-age=60' -StorageClass STANDARD)
            $header = (Invoke-Store $store HEAD "/$target/a.gif").Header
            $header.'x-amz-meta-owner' | Should -Be 'me'
            $header.'x-amz-meta-weight' | Should -Be '1.5'
            $header.'cache-control' | Should -Be 'public, max-age=60'
            $tags = [xml] [Text.Encoding]::UTF8.GetString((Invoke-Store $store GET "/$target/a.gif" 'tagging=').Content)
            $tags.Tagging.TagSet.Tag.Key | Should -Be 'project'
            $tags.Tagging.TagSet.Tag.Value | Should -Be 'demo'
            { Convert-VideoToAnimation $clip "s3://$target/b.gif" -Metadata @{ 'animatedimage-key' = 'x' } } | Should -Throw -ErrorId 'InvalidParameter,*'
        }
    }

    Context 'What is there already' {
        It 'is not overwritten without -Force' {
            Add-TestObject $store $target 'a.gif' ([Text.Encoding]::UTF8.GetBytes('mine'))
            Convert-VideoToAnimation "s3://$source/in/a.mp4" -Destination "s3://$target/a.gif" -Width 32 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'DestinationExists,*'
            [Text.Encoding]::UTF8.GetString((Invoke-Store $store GET "/$target/a.gif").Content) | Should -Be 'mine'
            (Convert-VideoToAnimation "s3://$source/in/a.mp4" -Destination "s3://$target/a.gif" -Width 32 -Force).Bytes | Should -BeGreaterThan 100
        }

        It 'is left alone for one question an object when it is current, however the objects are named: <_>' -ForEach 'wildcards', 'a listing' {
            [void] (New-AnimationStorage counted S3Compatible -Endpoint $store.Proxy -Credential (Get-StoreCredential $store) -Force)
            $how = $_
            $convert = {
                $rest = @{ Width = 32; Destination = "s3://$target/{name}.gif"; SkipExisting = $true }
                if ($how -eq 'wildcards') {
                    Convert-VideoToAnimation "s3://$source/in/*.mp4" -Storage counted @rest
                }
                else {
                    Get-AnimationStorageItem "s3://$source/in/" -Filter *.mp4 -Storage counted | Convert-VideoToAnimation @rest
                }
            }

            $first = & $convert
            $first.IsSkipped | Should -Not -Contain $true
            $before = @(Get-StoreRequest $store).Count
            $second = & $convert
            $second.Count | Should -Be $first.Count
            $second.IsSkipped | Should -Not -Contain $false
            $asked = @(Get-StoreRequest $store | Select-Object -Skip $before)
            @($asked | Where-Object method -eq 'HEAD').Count | Should -Be $second.Count
            @($asked | Where-Object method -eq 'GET').target | Should -BeLike '*list-type=2*'
            Remove-AnimationStorage counted
        }

        It 'is skipped when it is current, renewed when it is not, and kept when it is foreign' {
            $arguments = @{ Path = "s3://$source/in/[ab].mp4"; Destination = "s3://$target/{name}{autoext}"; SkipExisting = $true }
            (Convert-VideoToAnimation @arguments -Width 32).IsSkipped | Should -Be $false, $false
            $second = Convert-VideoToAnimation @arguments -Width 32
            $second.IsSkipped | Should -Be $true, $true
            $second.FrameCount | Should -Be 10, 10
            $second.Width | Should -Be 32, 32
            (Convert-VideoToAnimation @arguments -Width 16).IsSkipped | Should -Be $false, $false
            Add-TestObject $store $target 'a.gif' ([Text.Encoding]::UTF8.GetBytes('mine'))
            $third = Convert-VideoToAnimation @arguments -Width 16 -ErrorVariable failed -ErrorAction SilentlyContinue
            $third.IsSkipped | Should -Be $true
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'DestinationExists,*'
            [Text.Encoding]::UTF8.GetString((Invoke-Store $store GET "/$target/a.gif").Content) | Should -Be 'mine'
        }

        It 'is claimed once a call' {
            $results = Convert-VideoToAnimation "s3://$source/in/[ab].mp4" -Destination "s3://$target/one.gif" -Width 32 -ErrorVariable failed -ErrorAction SilentlyContinue
            @($results).Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'DestinationConflict,*'
        }

        It 'is told by -WhatIf, which writes nothing' {
            $plan = Invoke-FreshPwsh "`$env:ANIMATEDIMAGE_CONFIG = '$env:ANIMATEDIMAGE_CONFIG'; `$key = [pscredential]::new('$($store.AccessKey)', (ConvertTo-SecureString '$($store.SecretKey)' -AsPlainText -Force)); Set-AnimationStorage ceph -Credential `$key; Convert-VideoToAnimation 's3://$source/in/a.mp4' 's3://$target/x/{name}.webp' -Width 32 -WhatIf"
            $plan -join ' ' | Should -BeLike "What if: Convert s3://$source/in/a.mp4 → s3://$target/x/a.webp, 32×24*"
            Get-TestKey $store $target | Should -BeNullOrEmpty
        }
    }

    Context 'Profiles' {
        BeforeAll {
            [void] (New-AnimationStorage other S3Compatible -Endpoint ($store.Endpoint -replace '127.0.0.1', 'localhost') -Credential (Get-StoreCredential $store) -Bucket nothing-here)
            [void] (New-AnimationStorage cos Cos -Endpoint $store.Endpoint -Region ap-guangzhou -PathStyle -Credential (Get-StoreCredential $store))
        }

        AfterAll {
            Remove-AnimationStorage other, cos
        }

        It 'are named for source and outputs, and carried along' {
            $result = Get-AnimationStorageItem "s3://$source/in/a.mp4" -Storage other | Convert-VideoToAnimation -Destination "s3://$target/a.gif" -Width 32
            $result.Request.Storage | Should -Be 'other'
            $result.Storage | Should -Be 'other'
            (Get-VideoInfo "s3://$source/in/a.mp4" -Storage other).Storage | Should -Be 'other'
            $result = Convert-VideoToAnimation "s3://$source/in/a.mp4" -Destination "s3://$target/b.gif" -Width 32 -Storage other -DestinationStorage ceph
            $result.Storage | Should -Be 'ceph'
            ($result | Get-AnimationInfo).FrameCount | Should -Be 10
        }

        It 'of another provider take outputs' {
            $result = Convert-VideoToAnimation "s3://$source/in/a.mp4" -Destination "cos://$target/a.gif" -Width 32
            "$($result.Destination)" | Should -Be "cos://$target/a.gif"
            Get-TestKey $store $target | Should -Be 'a.gif'
            (Get-AnimationInfo "cos://$target/a.gif").FrameCount | Should -Be 10
        }

        It 'that do not exist or do not fit are one error an input' {
            Convert-VideoToAnimation "s3://$source/in/a.mp4", $clip -Storage none -Destination (Join-Path $folder 'none/{name}.gif') -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be 'StorageNotFound', 'StorageNotFound'
            Convert-VideoToAnimation "s3://$source/in/a.mp4" -Storage cos -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'ContradictoryParameters,*'
        }
    }

    Context 'What goes wrong' {
        It 'is one error an item, and the others go on' {
            $paths = "s3://$source/in/none.mp4", "s3://$source/in/note.txt", "s3://no-$source/a.mp4", 'oss://bucket/a.mp4', "s3://$source/in/a.mp4"
            $results = Convert-VideoToAnimation $paths -Destination "s3://$target/{index}.gif" -Width 32 -ErrorVariable failed -ErrorAction SilentlyContinue
            $results.Destination.Key | Should -Be '5.gif'
            $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be 'PathNotFound', 'NotMedia', 'BucketNotFound', 'StorageNotFound'
            $failed | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
            Get-TestKey $store $target | Should -Be '5.gif'
        }

        It 'is a wrong secret: one error each, with bucket, endpoint, status and request' {
            [void] (New-AnimationStorage wrong S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store 'not-the-secret'))
            "s3://$source/in/a.mp4", "s3://$source/in/b.mp4" | Convert-VideoToAnimation -Storage wrong -Destination (Join-Path $folder '{name}.gif') -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 2
            foreach ($each in $failed) {
                $each.FullyQualifiedErrorId | Should -BeLike 'StorageDenied,*'
                "$each" | Should -BeLike "*bucket $source at $($store.Endpoint), HTTP 403*request*"
            }

            Convert-VideoToAnimation $clip "s3://$target/a.gif" -DestinationStorage wrong -Width 32 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'StorageDenied,*'
            Remove-AnimationStorage wrong
        }

        It 'is a bucket that is not there to write to' {
            Convert-VideoToAnimation $clip "s3://no-$target/a.gif" -Width 32 -ErrorVariable failed -ErrorAction SilentlyContinue
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'BucketNotFound,*'
        }

        It 'leaves nothing behind when it is stopped' {
            $long = New-Clip (Join-Path $folder 'long.mp4') -Seconds 20 -Size 640x480 -Rate 30
            Add-TestObject $store $source 'long.mp4' ([IO.File]::ReadAllBytes($long))
            $shell = [powershell]::Create()
            [void] $shell.AddScript("Import-Module '$(Join-Path (Get-ShippedModule) 'AnimatedImage.psd1')'; Convert-VideoToAnimation s3://$source/long.mp4 s3://$target/long.gif")
            [void] $shell.BeginInvoke()
            # Others on this machine may run ffmpeg too.
            $ours = { Get-Process ffmpeg -ErrorAction Ignore | Where-Object { $_.Parent.Id -eq $PID -and $_.CommandLine -like '*http://127.0.0.1*' } }
            Wait-Until $ours | Should -BeTrue
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
            $shell.Dispose()
            & $ours | Should -BeNullOrEmpty
            Get-TestKey $store $target | Should -BeNullOrEmpty
            [void] (Invoke-Store $store DELETE "/$source/long.mp4")
        }

        It 'stops listing when the consumer has enough' {
            $results = Convert-VideoToAnimation "s3://$source/in/*.mp4" -Destination "s3://$target/{name}.gif" -Width 32 -ThrottleLimit 1 | Select-Object -First 1
            @($results).Count | Should -Be 1
            @(Get-TestKey $store $target).Count | Should -BeLessOrEqual 2
        }
    }

    Context 'A web address' {
        BeforeAll {
            # What anybody may read has an address of the web.
            (Invoke-Store $store PUT "/$source/public/clip.mp4" -Body $bytes).Status | Should -Be 200
            (Invoke-Store $store PUT "/$source/public/clip.mp4" 'acl' -Header @{ 'x-amz-acl' = 'public-read' }).Status | Should -Be 200
            $script:address = "$($store.Endpoint.TrimEnd('/'))/$source/public/clip.mp4"
        }

        It 'is read wherever a path is, where private networks are allowed' {
            (Get-VideoInfo $address -AllowPrivateNetwork).Bytes | Should -Be $bytes.Length
            (Measure-Animation $address -Width 32 -AllowPrivateNetwork).FrameCount | Should -Be 10
            $result = Convert-VideoToAnimation $address "s3://$target/{name}.gif" -Width 32 -AllowPrivateNetwork
            "$($result.Destination)" | Should -Be "s3://$target/clip.gif"
            $result.BytesRead | Should -BeLessOrEqual ($bytes.Length * 2)
            (Convert-VideoToAnimation $address (Join-Path $folder 'web.webp') -Width 32 -AllowPrivateNetwork).FrameCount | Should -Be 10
        }

        It 'is refused otherwise, and what is not there or not public is one error' {
            { Convert-VideoToAnimation $address (Join-Path $folder 'no.gif') -ErrorAction Stop } | Should -Throw '*private*' -ErrorId 'AddressRefused,*'
            { Get-VideoInfo "$address.no" -AllowPrivateNetwork -ErrorAction Stop } | Should -Throw
            { Get-VideoInfo "$($store.Endpoint.TrimEnd('/'))/$source/top.mp4" -AllowPrivateNetwork -ErrorAction Stop } | Should -Throw -ErrorId 'StorageDenied,*'
            { Get-VideoInfo 'http://no-such-host.invalid/a.mp4' -ErrorAction Stop } | Should -Throw '*not known*' -ErrorId 'StorageUnreachable,*'
            Test-Path (Join-Path $folder 'no.gif') | Should -BeFalse
        }
    }

    Context 'In a job' {
        It 'reads and writes buckets' {
            $job = Get-AnimationStorageItem "s3://$source/in" -Filter ?.mp4 | Convert-VideoToAnimation -Destination "s3://$target/{name}.gif" -Width 32 -AsJob
            $results = $job | Wait-Job | Receive-Job
            $job.State | Should -Be 'Completed'
            $results.Destination.Key | Sort-Object | Should -Be 'a.gif', 'b.gif'
            Remove-Job $job
        }

        It 'has read the vault before it starts' {
            $module = (New-Item -ItemType Directory (Join-Path $folder 'modules/Microsoft.PowerShell.SecretManagement') -Force).FullName
            "function Get-Secret { [CmdletBinding()] param([string] `$Name, [string] `$Vault) @{ AccessKey = '$($store.AccessKey)'; SecretKey = '$($store.SecretKey)' } }" | Set-Content (Join-Path $module 'Microsoft.PowerShell.SecretManagement.psm1')
            $before, $env:PSModulePath = $env:PSModulePath, ((Join-Path $folder 'modules') + [IO.Path]::PathSeparator + $env:PSModulePath)
            [void] (New-AnimationStorage vault S3Compatible -Endpoint $store.Endpoint -SecretName key -Bucket $source, $target)
            $job = Convert-VideoToAnimation "s3://$source/in/a.mp4" "s3://$target/a.gif" -Width 32 -AsJob
            ($job | Wait-Job | Receive-Job).Destination.Key | Should -Be 'a.gif'
            Remove-Job $job
            Remove-AnimationStorage vault
            Remove-Module Microsoft.PowerShell.SecretManagement
            $env:PSModulePath = $before
        }
    }

    Context 'Without PowerShell' {
        BeforeAll {
            $script:worker = 'release', 'debug' | ForEach-Object { Join-Path $PSScriptRoot "../../artifacts/bin/AnimatedImage.Worker/$_/AnimatedImage.Worker.dll" } |
                Where-Object { Test-Path $_ } | Select-Object -First 1

            # Profiles of the same file; the credential out of the environment.
            [void] (New-AnimationStorage environment S3Compatible -Endpoint $store.Endpoint)
            $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $store.AccessKey, $store.SecretKey
        }

        AfterAll {
            $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
            Remove-AnimationStorage environment
        }

        It 'the headless host reads and writes buckets with the same profiles' -Skip:(-not (Get-Command dotnet -ErrorAction Ignore)) {
            $worker | Should -Not -BeNullOrEmpty
            $line = & dotnet $worker convert "s3://$source/in/a.mp4" --destination "s3://$target/{name}{autoext}" --width 32 --storage environment --metadata owner=me --object-tag project=demo --json | ConvertFrom-Json
            $LASTEXITCODE | Should -Be 0
            $line.destination | Should -Be "s3://$target/a.gif"
            (Invoke-Store $store HEAD "/$target/a.gif").Header.'x-amz-meta-owner' | Should -Be 'me'
            (& dotnet $worker info "s3://$target/a.gif" --storage environment --json | ConvertFrom-Json).frameCount | Should -Be 10
            (& dotnet $worker convert "s3://$source/in/a.mp4" --destination "s3://$target/{name}{autoext}" --width 32 --storage environment --skip-existing --json | ConvertFrom-Json).isSkipped | Should -BeTrue
            $told = & dotnet $worker info "s3://$source/in/a.mp4" --storage ceph 2>&1
            $LASTEXITCODE | Should -Be 2
            "$told" | Should -BeLike '*CredentialNotFound*'
        }
    }
}
