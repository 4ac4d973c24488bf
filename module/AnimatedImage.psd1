@{
    RootModule           = 'AnimatedImage.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d6f6a52-6a0e-4d0a-9b2b-3a7b0b7e6f11'
    Author               = 'AnimatedImage contributors'
    CompanyName          = 'AnimatedImage'
    Copyright            = '(c) AnimatedImage contributors. MIT licence.'
    Description          = 'Turns video into animated images (GIF, WebP, APNG, AVIF) from PowerShell: clips, sampling, sizes and quality by parameter, many files in a pipeline, typed results. Drives the ffmpeg of your machine.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('AnimatedImage.Format.ps1xml')
    TypesToProcess       = @('AnimatedImage.Types.ps1xml')
    CmdletsToExport      = @(
        'Convert-VideoToAnimation'
        'Copy-AnimationTemplate'
        'Export-AnimationTemplate'
        'Get-AnimationConfiguration'
        'Get-AnimationEnvironment'
        'Get-AnimationInfo'
        'Get-AnimationJob'
        'Get-AnimationQueue'
        'Get-AnimationStorage'
        'Get-AnimationStorageItem'
        'Get-AnimationTemplate'
        'Get-AnimationWorker'
        'Get-VideoInfo'
        'Import-AnimationTemplate'
        'Measure-Animation'
        'New-AnimationStorage'
        'New-AnimationTemplate'
        'Remove-AnimationJob'
        'Remove-AnimationQueue'
        'Remove-AnimationStorage'
        'Remove-AnimationTemplate'
        'Restart-AnimationJob'
        'Resume-AnimationJob'
        'Resume-AnimationQueue'
        'Set-AnimationConfiguration'
        'Set-AnimationQueue'
        'Set-AnimationStorage'
        'Set-AnimationTemplate'
        'Start-AnimationJob'
        'Start-AnimationWorker'
        'Stop-AnimationJob'
        'Stop-AnimationWorker'
        'Suspend-AnimationJob'
        'Suspend-AnimationQueue'
        'Test-AnimationStorage'
        'Test-AnimationTemplate'
        'Wait-AnimationJob'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Video', 'Animation', 'GIF', 'WebP', 'APNG', 'AVIF', 'FFmpeg', 'Thumbnail', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md in the sources.'
        }
    }
}
