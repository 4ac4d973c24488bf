BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:clip = New-Clip "$folder/clip.mp4" -Seconds 2
    $script:writers = [Collections.Generic.List[object]]::new()

    # A pipe that another process writes the clip into. It waits for a reader.
    function New-Pipe([string] $Name) {
        $null = & mkfifo "$folder/$Name"
        $start = [Diagnostics.ProcessStartInfo]::new('sh')
        '-c', 'exec cat "$0" > "$1"', $clip, "$folder/$Name" | ForEach-Object { $start.ArgumentList.Add($_) }
        $writers.Add([Diagnostics.Process]::Start($start))
        "$folder/$Name"
    }

    # Runs a script in a pwsh that the shell has given the clip's bytes as a file descriptor.
    function Invoke-WithPipe([string] $Shell, [string] $Script) {
        $import = "Import-Module '$((Join-Path (Get-ShippedModule) 'AnimatedImage.psd1') -replace "'", "''")';"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ErrorActionPreference = 'Stop'; $import $Script"))
        & bash -c ($Shell -f "'$clip'", "'$([Environment]::ProcessPath)' -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded")
    }
}

AfterAll {
    # One that nobody read from still waits.
    $writers | Where-Object { -not $_.HasExited } | Stop-Process -Force -ErrorAction Ignore
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Pipes as sources' -Skip:$IsWindows {
    It 'reads a named pipe as it reads the file' {
        $result = Convert-VideoToAnimation (New-Pipe 'named.mp4') -Destination "$folder/named.gif" -Width 32 -WarningVariable warnings -WarningAction SilentlyContinue
        $result.FrameCount | Should -Be 20
        $result.Duration.TotalSeconds | Should -Be 2
        "$warnings" | Should -Match 'pipe'
        (Get-VideoInfo $clip).Video.Width | Should -Be 64
        (Get-VideoInfo (New-Pipe 'probed.mp4')).Video.Width | Should -Be 64
    }

    It 'reads what a shell hands over as <Path>' -ForEach @(
        @{ Path = '/dev/stdin'; Shell = 'cat {0} | {1}' }
        @{ Path = '/dev/fd/9'; Shell = 'exec 9< <(cat {0}); {1}' }
    ) {
        $name = "$folder/$($Path -replace '\W').gif"
        $told = Invoke-WithPipe $Shell "(Convert-VideoToAnimation $Path -Destination '$name' -Width 32 -WarningAction Ignore).FrameCount"
        $told | Should -Be '20'
        (Get-AnimationInfo $name).FrameCount | Should -Be 20
    }

    It 'does not take a pipe into a job' {
        $pipe = New-Pipe 'job.mp4'
        $store = "$folder/jobs.db"
        $job = $pipe, $clip | Start-AnimationJob -JobStore $store -ErrorVariable failures -ErrorAction SilentlyContinue
        $job.Source.Name | Should -Be 'clip.mp4' -Because 'an error about one source does not keep the others'
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'SourceIsPipe,AnimatedImage.PowerShell.Commands.StartAnimationJobCommand'
        $failures[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        "$($failures[0])" | Should -Match ([regex]::Escape($pipe))
        "$($failures[0].ErrorDetails.RecommendedAction)" | Should -Match 'directly'
        $writers[-1].HasExited | Should -BeFalse -Because 'nobody opened the pipe'
        (Get-AnimationJob -JobStore $store).Count | Should -Be 1
    }
}
