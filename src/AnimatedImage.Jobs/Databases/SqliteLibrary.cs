using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AnimatedImage.Jobs.Databases;

/// <summary>
/// Which native SQLite is used: the system's where it is newer than the one that ships with the package, because the system's is kept
/// up to date and the package's is 3.35.5. In pwsh, too, it is found beside our assembly under <c>runtimes</c>.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Version s_shipped = new(3, 35, 5);

    // Until then two connections that write and checkpoint at once could damage a file in WAL mode (fixed in 3.51.3).
    private static readonly Version s_walIsSafe = new(3, 51, 3);

    private static readonly Lazy<Version> s_version = new(Load);

    /// <summary>The version in use.</summary>
    public static Version Version => s_version.Value;

    /// <summary>True when write-ahead logging may be used.</summary>
    public static bool IsWalSafe => Version >= s_walIsSafe;

    private static Version Load()
    {
        Assembly provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
        try
        {
            NativeLibrary.SetDllImportResolver(provider, static (name, _, _) => name == "e_sqlite3" ? Find() : IntPtr.Zero);
        }
        catch (InvalidOperationException)
        {
            // Another user of the same assembly in this load context has chosen already.
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        using SqliteConnection connection = new("Data Source=:memory:;Pooling=False");
        connection.Open();
        return Version.Parse(connection.ServerVersion);
    }

    private static IntPtr Find()
    {
        IntPtr system = SystemLibrary();
        if (system != IntPtr.Zero && VersionOf(system) > s_shipped)
        {
            return system;
        }

        string folder = Path.GetDirectoryName(typeof(SqliteLibrary).Assembly.Location)!;
        string file = OperatingSystem.IsWindows() ? "e_sqlite3.dll" : OperatingSystem.IsMacOS() ? "libe_sqlite3.dylib" : "libe_sqlite3.so";
        foreach (string platform in Platforms())
        {
            if (NativeLibrary.TryLoad(Path.Combine(folder, "runtimes", platform, "native", file), out IntPtr shipped))
            {
                return shipped;
            }
        }

        return NativeLibrary.TryLoad(Path.Combine(folder, file), out IntPtr beside) ? beside : system;
    }

    private static IEnumerable<string> Platforms()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLower(CultureInfo.InvariantCulture);
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

        // Alpine's C library is musl: the first that loads is the right one.
        return system == "linux" ? [$"linux-{architecture}", $"linux-musl-{architecture}", $"alpine-{architecture}"] : [$"{system}-{architecture}"];
    }

    private static IntPtr SystemLibrary()
    {
        string[] names = OperatingSystem.IsWindows() ? ["winsqlite3.dll"] : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"] : ["libsqlite3.so.0"];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out IntPtr library))
            {
                return library;
            }
        }

        return IntPtr.Zero;
    }

    private static Version VersionOf(IntPtr library)
    {
        if (!NativeLibrary.TryGetExport(library, "sqlite3_libversion", out IntPtr function))
        {
            return new Version();
        }

        string? text = Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<LibraryVersion>(function)());
        return Version.TryParse(text, out Version? version) ? version : new Version();
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate IntPtr LibraryVersion();
}
