using System.Reflection;
using System.Runtime.Loader;

namespace AnimatedImage.Loader;

/// <summary>
/// The load context of the cmdlets and of everything they depend on, so that other modules' versions of the same libraries never
/// meet ours. Only <c>AnimatedImage.dll</c>, which holds the types that scripts name, is shared with the session: it lives in the
/// default context.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CoreName = "AnimatedImage";
    private const string CommandsName = "AnimatedImage.PowerShell";

    private static readonly Lock s_lock = new();
    private static ModuleLoadContext? s_instance;

    private readonly string _folder;
    private readonly Assembly _core;
    private readonly Assembly _commands;

    private ModuleLoadContext(string folder)
        : base(CoreName, isCollectible: false)
    {
        _folder = folder;
        _core = LoadCore(Path.Combine(folder, CoreName + ".dll"));
        _commands = LoadFromAssemblyPath(Path.Combine(folder, CommandsName + ".dll"));
    }

    /// <summary>Loads the module's assemblies once a process and returns the one with the cmdlets.</summary>
    /// <param name="folder">The module's folder.</param>
    /// <exception cref="InvalidOperationException">Another version of the module is loaded already; .NET cannot exchange it.</exception>
    public static Assembly Initialize(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        lock (s_lock)
        {
            s_instance ??= new ModuleLoadContext(Path.GetFullPath(folder));
            string? wanted = AssemblyName.GetAssemblyName(Path.Combine(folder, CommandsName + ".dll")).Version?.ToString();
            string? loaded = s_instance._commands.GetName().Version?.ToString();
            return wanted == loaded ? s_instance._commands : throw OtherVersion(loaded, wanted);
        }
    }

    /// <summary>Ours when the module's folder has it, else whatever the session has: PowerShell itself and the base library.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        if (assemblyName.Name == CoreName)
        {
            return _core;
        }

        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <summary>The module's own native libraries, which lie in a folder per runtime as PowerShell lays them out.</summary>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        string path = Path.Combine(_folder, System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, unmanagedDllName);
        string? found = new[] { path, path + ".dll", path + ".so", path + ".dylib" }.FirstOrDefault(File.Exists);
        return found is null ? IntPtr.Zero : LoadUnmanagedDllFromPath(found);
    }

    private static Assembly LoadCore(string path)
    {
        Assembly? present = Default.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == CoreName);
        string? wanted = AssemblyName.GetAssemblyName(path).Version?.ToString();
        string? loaded = present?.GetName().Version?.ToString();
        return present is null ? Default.LoadFromAssemblyPath(path) : wanted == loaded ? present : throw OtherVersion(loaded, wanted);
    }

    private static InvalidOperationException OtherVersion(string? loaded, string? wanted) => new(
        $"Version {loaded} of AnimatedImage is loaded in this session, so version {wanted} cannot be. Start a new PowerShell session and import it there.");
}
