# Brings the cmdlets up in a load context of their own (see src/AnimatedImage.Loader), so that the libraries they use never meet
# other modules' versions of them.
if (-not ('AnimatedImage.Loader.ModuleLoadContext' -as [type])) {
    # Not by Add-Type, which would have to be loaded first.
    $null = [Reflection.Assembly]::LoadFrom("$PSScriptRoot/AnimatedImage.Loader.dll")
}

$assembly = [AnimatedImage.Loader.ModuleLoadContext]::Initialize($PSScriptRoot)
$commands = Import-Module -Assembly $assembly -PassThru

# PowerShell does not export the cmdlets of an assembly module again when the module around it is imported a second time
# (https://github.com/PowerShell/PowerShell/issues/20710).
$module = $ExecutionContext.SessionState.Module
$addExportedCmdlet = [psmoduleinfo].GetMethod('AddExportedCmdlet', [Reflection.BindingFlags] 'Instance, NonPublic')
foreach ($command in $commands.ExportedCmdlets.Values) {
    if ($addExportedCmdlet -and -not $module.ExportedCmdlets.ContainsKey($command.Name)) {
        $addExportedCmdlet.Invoke($module, @(, $command))
    }
}
