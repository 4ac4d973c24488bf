@{
    RootModule           = 'AnimatedImage.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d6f6a52-6a0e-4d0a-9b2b-3a7b0b7e6f11'
    Author               = 'AnimatedImage contributors'
    CompanyName          = 'AnimatedImage'
    Copyright            = '(c) AnimatedImage contributors. MIT licence.'
    Description          = 'Turns video into animated images (GIF, WebP, APNG, AVIF) from PowerShell.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
}
