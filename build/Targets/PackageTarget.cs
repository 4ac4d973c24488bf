namespace AnimatedImage.Build.Targets;

internal sealed class PackageTarget : ITarget
{
    public string Name => "Package";

    public string Usage => Name;

    public string Summary => "makes the module folder and a nupkg that Install-PSResource takes";

    public int Run(Repository repository, BuildArguments arguments)
    {
        new BuildTarget().Run(repository, arguments);
        Say.Step("Package");
        Directory.CreateDirectory(repository.Packages);
        string nuspec = Path.Combine(repository.Artifacts, "AnimatedImage.nuspec");
        ModulePackage.WriteNuspec(repository, nuspec);
        string package = Path.Combine(repository.Packages, $"AnimatedImage.{repository.Version}.nupkg");
        File.Delete(package);
        DotNet.Pack(nuspec, repository.Packages);
        ModulePackage.MakeDeterministic(package);
        Say.Line($"folder:  {repository.ModuleLayout}");
        Say.Line($"package: {package}");
        Say.Line("Install the package from its folder:");
        Say.Line($"  Register-PSResourceRepository AnimatedImageLocal '{repository.Packages}' -Trusted");
        Say.Line("  Install-PSResource AnimatedImage -Repository AnimatedImageLocal");
        return 0;
    }
}
