# A hunt for secrets and signatures in everything that leaves the process: streams, errors, jobs, process arguments, files.
BeforeDiscovery {
    . $PSScriptRoot/store.ps1
    $script:noStore = -not (Test-StoreAvailable)
}

BeforeAll {
    . $PSScriptRoot/store.ps1
    Enter-StoreTest
    $script:temporaryBefore = $env:TMPDIR
}

AfterAll {
    $env:TMPDIR = $temporaryBefore
    Exit-StoreTest
}

Describe 'Secrets and signatures' -Skip:$noStore {
    BeforeAll {
        $script:store = Start-TestStore

        # From here on, so that the store's own files are not among those that are searched.
        $env:TMPDIR = (New-Item -ItemType Directory (Join-Path $folder 'temporary')).FullName
        $script:bucket = New-TestBucket $store
        $script:wrong = 'wrong-' + [guid]::NewGuid().ToString('n')
        $script:token = 'token-' + [guid]::NewGuid().ToString('n')
        $script:clip = New-Clip (Join-Path $folder 'clip.mp4') -Seconds 2
        Add-TestObject $store $bucket 'a.mp4' ([IO.File]::ReadAllBytes($clip))

        # What every process was called with while the cmdlets ran, read again and again.
        $script:watched = [Collections.Concurrent.ConcurrentDictionary[string, byte]]::new()
        $script:watch = Start-ThreadJob {
            $seen = $using:watched
            while (-not $seen.ContainsKey('end')) {
                foreach ($process in [Diagnostics.Process]::GetProcesses()) {
                    $line = [IO.Path]::Combine('/proc', $process.Id, 'cmdline')
                    try { [void] $seen.TryAdd([IO.File]::ReadAllText($line).Replace([char] 0, ' '), 0) } catch { }
                    $process.Dispose()
                }

                Start-Sleep -Milliseconds 20
            }
        }

        $Error.Clear()
        $everything = & {
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            $ErrorActionPreference = 'Continue'
            New-AnimationStorage good S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store) -Default
            New-AnimationStorage wrong S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store $wrong)
            New-AnimationStorage temporary S3Compatible -Endpoint $store.Endpoint -Credential (Get-StoreCredential $store) -SessionToken (ConvertTo-SecureString $token -AsPlainText -Force)
            New-AnimationStorage gone S3Compatible -Endpoint http://127.0.0.1:1 -Credential (Get-StoreCredential $store)
            Get-AnimationStorage | Format-List * -Force
            Get-AnimationStorage | ConvertTo-Json -Depth 9
            foreach ($name in 'good', 'wrong', 'temporary', 'gone') {
                Test-AnimationStorage $name $bucket | Format-List * -Force
                Get-AnimationStorageItem "s3://$bucket" -Storage $name -ErrorVariable +failed | Format-List * -Force
                # Conversions wait for a store that is gone to come back; its error is that of the listing.
                if ($name -eq 'gone') {
                    continue
                }

                Get-VideoInfo "s3://$bucket/a.mp4" -Storage $name -ErrorVariable +failed | Format-List * -Force
                Convert-VideoToAnimation "s3://$bucket/a.mp4" "s3://$bucket/$name.gif" -Storage $name -Width 32 -ErrorVariable +failed | Format-List * -Force
                Convert-VideoToAnimation $clip "s3://$bucket/$name-up.gif" -DestinationStorage $name -Width 32 -ErrorVariable +failed | Format-List * -Force
            }

            $failed | ForEach-Object { $_ | Format-List * -Force; Get-Error -InputObject $_; $_.Exception.ToString(); $_.ScriptStackTrace }
            foreach ($name in 'good', 'wrong') {
                $job = Convert-VideoToAnimation "s3://$bucket/a.mp4" "s3://$bucket/$name-job.gif" -Storage $name -Width 32 -AsJob
                [void] ($job | Wait-Job)
                $job | Format-List * -Force
                $job.Output, $job.Error, $job.Verbose, $job.Debug, $job.Warning, $job.Progress | Format-List * -Force
                $job | Receive-Job -ErrorAction Continue
                $job | Remove-Job
            }
        } *>&1
        $script:text = ($everything | Out-String -Width 4096) + ($Error | ForEach-Object { $_ | Format-List * -Force; "$($_.Exception)" } | Out-String -Width 4096)
        [void] $watched.TryAdd('end', 0)
        [void] ($watch | Wait-Job)
        Remove-Job $watch
        $script:secrets = $store.SecretKey, $wrong, $token
    }

    AfterAll {
        Stop-TestStore $store
    }

    It 'were really in use' {
        # This store looks at keys and not at tokens it has never given.
        (Get-TestKey $store $bucket) | Should -Be 'a.mp4', 'good-job.gif', 'good-up.gif', 'good.gif', 'temporary-up.gif', 'temporary.gif'
        $text | Should -BeLike '*StorageDenied*'
        $text | Should -BeLike '*StorageUnreachable*'
        $text | Should -BeLike '*decoded in*' -Because 'verbose output was on'
        @($watched.Keys -like '*ffmpeg*http://127.0.0.1:*').Count | Should -BeGreaterThan 0
    }

    It 'are in no stream, no error and no job' {
        foreach ($each in $secrets) {
            $text.Contains($each) | Should -BeFalse
        }

        $text | Should -Not -Match 'AWS4-HMAC|X-Amz-Signature|Signature=|Authorization:'
    }

    It 'are in no process''s arguments' {
        # Whoever sets up a test store hands it its key; that is no process of ours.
        foreach ($each in $secrets) {
            $watched.Keys | Where-Object { $_.Contains($each) -and $_ -notlike '*radosgw-admin*' } | Should -BeNullOrEmpty
        }

        $watched.Keys | Where-Object { $_ -match 'X-Amz-|AWS4-HMAC' } | Should -BeNullOrEmpty
        $watched.Keys | Where-Object { $_ -like '*ffmpeg*' -and $_.Contains($store.Endpoint) } | Should -BeNullOrEmpty -Because 'ffmpeg knows no store'
    }

    It 'are in no file' {
        $files = Get-ChildItem -LiteralPath $folder -Recurse -File -Force
        $files.Count | Should -BeGreaterThan 1
        foreach ($file in $files) {
            $content = [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($file.FullName))
            foreach ($each in $secrets + $store.AccessKey) {
                $content.Contains($each) | Should -BeFalse -Because $file.FullName
            }
        }
    }

    It 'are in no object' {
        foreach ($key in Get-TestKey $store $bucket) {
            $object = Invoke-Store $store GET "/$bucket/$key"
            $content = [Text.Encoding]::Latin1.GetString($object.Content) + ($object.Header | Out-String -Width 4096)
            foreach ($each in $secrets) {
                $content.Contains($each) | Should -BeFalse -Because $key
            }
        }
    }
}
