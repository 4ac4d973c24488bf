BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-ShippedModule
    $script:folder = New-MediaFolder
    $script:clip = New-Clip (Join-Path $folder 'clip.mp4') -Seconds 2 -Size 128x96
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe '-WhatIf' {
    It 'prints the plan and writes nothing' {
        $lines = Invoke-FreshPwsh "Convert-VideoToAnimation -LiteralPath '$clip' -Width 64 -FrameRate 5 -Format Gif, WebP -WhatIf"
        $text = $lines -join "`n"
        $text | Should -BeLike '*What if:*'
        $text | Should -BeLike '*clip.mp4*clip.gif*64*48*10 frames*'
        $text | Should -BeLike '*clip.webp*'
        (Get-ChildItem $folder).Name | Should -Be 'clip.mp4'
    }

    It 'names the way of reading: <Way>' -ForEach @(
        @{ Way = 'read by one decode'; Parameters = '-FrameRate 5' }
        @{ Way = 'read by its key frames'; Parameters = '-KeyFrameOnly' }
    ) {
        Invoke-FreshPwsh "Convert-VideoToAnimation -LiteralPath '$clip' -Width 64 $Parameters -WhatIf" | Should -Match "What if:.*clip\.gif.*$Way"
    }

    It 'is asked for by preference as well' {
        Invoke-FreshPwsh "`$WhatIfPreference = `$true; Convert-VideoToAnimation -LiteralPath '$clip' -Width 64" | Should -Match 'What if:.*clip\.gif'
        (Get-ChildItem $folder).Name | Should -Be 'clip.mp4'
    }

    It 'starts no job' {
        Convert-VideoToAnimation -LiteralPath $clip -AsJob -WhatIf | Should -BeNullOrEmpty
        (Get-ChildItem $folder).Name | Should -Be 'clip.mp4'
    }

    It 'still says what is wrong' {
        Convert-VideoToAnimation -LiteralPath $clip -StartTime 60 -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'StartPastEnd,*'
    }
}

Describe '-Confirm' {
    It 'asks; No leaves everything as it is' {
        # A host that answers every question with No.
        $source = @'
using System; using System.Collections.Generic; using System.Collections.ObjectModel; using System.Globalization; using System.Management.Automation; using System.Management.Automation.Host; using System.Security;
public sealed class RefusingHost : PSHost {
    readonly RefusingUI ui = new RefusingUI();
    public List<string> Asked { get { return ui.Asked; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name { get { return "Refusing"; } }
    public override PSHostUserInterface UI { get { return ui; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override void EnterNestedPrompt() { } public override void ExitNestedPrompt() { } public override void NotifyBeginApplication() { } public override void NotifyEndApplication() { } public override void SetShouldExit(int exitCode) { }
}
public sealed class RefusingUI : PSHostUserInterface {
    public List<string> Asked = new List<string>();
    public override PSHostRawUserInterface RawUI { get { return null; } }
    public override Dictionary<string, PSObject> Prompt(string c, string m, Collection<FieldDescription> d) { return null; }
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) { Asked.Add(message); return 2; }
    public override PSCredential PromptForCredential(string c, string m, string u, string t) { return null; }
    public override PSCredential PromptForCredential(string c, string m, string u, string t, PSCredentialTypes a, PSCredentialUIOptions o) { return null; }
    public override string ReadLine() { return null; } public override SecureString ReadLineAsSecureString() { return null; }
    public override void Write(string v) { } public override void Write(ConsoleColor f, ConsoleColor b, string v) { } public override void WriteLine(string v) { } public override void WriteErrorLine(string v) { } public override void WriteDebugLine(string v) { } public override void WriteVerboseLine(string v) { } public override void WriteWarningLine(string v) { } public override void WriteProgress(long id, ProgressRecord r) { }
}
'@
        if (-not ('RefusingHost' -as [type])) { Add-Type -TypeDefinition $source }
        $refusing = [RefusingHost]::new()
        $runspace = [runspacefactory]::CreateRunspace($refusing)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        $shell.AddScript("Import-Module '$(Get-ShippedModule)/AnimatedImage.psd1'; Convert-VideoToAnimation -LiteralPath '$clip' -Width 64 -Confirm").Invoke() | Should -BeNullOrEmpty
        $shell.Dispose()
        $runspace.Dispose()
        $refusing.Asked.Count | Should -Be 1
        $refusing.Asked[0] | Should -BeLike '*clip.gif*'
        (Get-ChildItem $folder).Name | Should -Be 'clip.mp4'
    }

    It 'fails as the real run would where a destination exists or its folder is missing' {
        'mine' | Set-Content "$folder/taken.gif"
        Convert-VideoToAnimation "$folder/clip.mp4" "$folder/taken.gif" -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'DestinationExists,*'
        Convert-VideoToAnimation "$folder/clip.mp4" "$folder/none/x.gif" -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'DestinationFolderMissing,*'
        Remove-Item "$folder/taken.gif"
    }
}
