# What about_AnimatedImage_Storage tells people to type, typed.
BeforeDiscovery {
    . $PSScriptRoot/store.ps1
    $script:noStore = -not (Test-StoreAvailable)
}

BeforeAll {
    . $PSScriptRoot/store.ps1
    Enter-StoreTest
    $script:topic = Get-Content (Join-Path (Get-ShippedModule) 'en-US/about_AnimatedImage_Storage.help.txt')

    # The lines below a heading, up to the next one that is indented as little.
    function Get-TopicPart([string] $Heading) {
        $start = [array]::IndexOf($topic, $Heading)
        $start | Should -BeGreaterOrEqual 0 -Because "the topic has a part '$($Heading.Trim())'"
        $indent = $Heading.Length - $Heading.TrimStart().Length
        for ($line = $start + 1; $line -lt $topic.Count; $line++) {
            if ($topic[$line] -and $topic[$line].Length - $topic[$line].TrimStart().Length -le $indent) {
                break
            }

            $topic[$line]
        }
    }

    # The commands of a set-up: its lines up to the first empty one.
    function Get-SetUp([string] $Name) {
        $lines = @(Get-TopicPart "    $Name")
        ($lines | Select-Object -First ([array]::IndexOf($lines, ''))) -join [Environment]::NewLine
    }
}

AfterAll {
    Exit-StoreTest
}

Describe 'Setting up as the topic says' {
    It '<Name> makes a profile' -ForEach @(
        @{ Name = 'AWS'; Profile = 'aws'; Provider = 'Aws'; Region = 'eu-central-1' }
        @{ Name = 'Tencent COS'; Profile = 'cos'; Provider = 'Cos'; Region = 'ap-guangzhou'; Secret = 'cos-key' }
        @{ Name = 'Alibaba OSS'; Profile = 'oss'; Provider = 'Oss'; Region = 'cn-hangzhou'; Secret = 'oss-key' }
    ) {
        # Signing in, the vault and the clouds themselves are other people's: their lines are left out.
        $lines = (Get-SetUp $Name) -split '\r?\n' | Where-Object { $_ -match '^\s+New-AnimationStorage' }
        $lines | Should -HaveCount 1
        [void] (Invoke-Expression $lines)
        $made = Get-AnimationStorage $Profile
        $made.Provider | Should -Be $Provider
        $made.Region | Should -Be $Region
        $made.Credential.SecretName | Should -Be $Secret
        (Get-SetUp $Name) | Should -Match "Test-AnimationStorage $Profile -Bucket \S+"
    }
}

Describe 'A store as the topic says' -Skip:$noStore {
    BeforeAll {
        $script:store = Start-TestStore
        $script:clip = New-Clip (Join-Path $folder 'clip.mp4') -Seconds 1
        foreach ($bucket in 'videos', 'media-in', 'web', 'out-125') {
            [void] (Invoke-Store $store PUT "/$bucket")
        }

        Add-TestObject $store videos 'in/clip.mp4' ([IO.File]::ReadAllBytes($clip))
        function Get-Credential { Get-StoreCredential $store }
    }

    AfterAll {
        Stop-TestStore $store
    }

    It '<_> is set up and passes its test' -ForEach 'MinIO', 'Ceph' {
        $text = (Get-SetUp $_) -replace "'http://127.0.0.1:\d+'", "'$($store.Endpoint)'"
        $text | Should -Match ([regex]::Escape($store.Endpoint))
        $steps = Invoke-Expression $text | Where-Object { $_.PSObject.Properties['Step'] }
        # An empty bucket has nothing to read before something is written.
        $steps.Step | ForEach-Object { "$_" } | Sort-Object | Should -Be 'Authenticate', 'Connect', 'Delete', 'List', 'ReadRange', 'Resolve', 'Write'
        $steps | Where-Object Status -eq 'Failed' | Should -BeNullOrEmpty
    }

    It 'works with buckets' {
        [void] (New-AnimationStorage elsewhere Cos -Endpoint $store.Endpoint -Region ap-guangzhou -PathStyle -Credential (Get-StoreCredential $store) -Bucket out-125)
        [void] (New-Item (Join-Path $folder 'previews') -ItemType Directory)
        $commands = Get-TopicPart 'WORKING WITH BUCKETS' | Where-Object { $_ -match '^ {4}\S' }
        $commands.Count | Should -BeGreaterThan 5
        Push-Location $folder
        try {
            $written = Invoke-Expression ($commands -join [Environment]::NewLine) | Where-Object { $_.PSObject.Properties['Destination'] }
        }
        finally {
            Pop-Location
        }

        $written.Destination | ForEach-Object { "$_" } | Should -Be @(
            's3://videos/in/clip.gif', 'cos://out-125/clip.webp', (Join-Path $folder 'previews/clip.gif'), 's3://web/clip.gif')
        Get-TestKey $store web | Should -Be 'clip.gif'
        Get-TestKey $store out-125 | Should -Be 'clip.webp'
    }
}
