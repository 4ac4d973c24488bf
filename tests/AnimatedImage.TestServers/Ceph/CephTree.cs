using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace AnimatedImage.TestServers.Ceph;

/// <summary>
/// Ceph's programs: those of the system where it is installed, else Debian's packages unpacked into the repository's artifacts folder.
/// Unpacking needs no root, changes nothing of the system and takes a few seconds (about 50 packages, 68 MB); installing would create
/// users and services that nobody asked for.
/// </summary>
public sealed partial class CephTree
{
    private static readonly string[] _packages = ["ceph-mon", "ceph-osd", "radosgw", "ceph-common"];
    private static readonly string[] _programs = ["ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "ceph-authtool", "monmaptool"];

    private CephTree(string root) => Root = root;

    /// <summary>The folder that stands for <c>/</c>; empty for the system's own.</summary>
    public string Root { get; }

    /// <summary>Where the plugins lie: <c>/usr/lib/x86_64-linux-gnu</c>.</summary>
    public string Libraries => $"{Root}/usr/lib/{Triplet}";

    /// <summary>What makes the programs find their libraries, and the command line its modules.</summary>
    internal IReadOnlyDictionary<string, string> Environment => Root.Length == 0
        ? new Dictionary<string, string>()
        : new Dictionary<string, string>
        {
            ["LD_LIBRARY_PATH"] = $"{Libraries}:{Libraries}/ceph:{Root}/lib/{Triplet}",
            ["PYTHONPATH"] = $"{Root}/usr/lib/python3/dist-packages",
        };

    private static string Triplet => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";

    /// <summary>The full path of one of the programs.</summary>
    public string Program(string name) => $"{Root}/usr/bin/{name}";

    /// <summary>The interpreter of the <c>ceph</c> command line.</summary>
    internal string Python => File.Exists("/usr/bin/python3") || Root.Length == 0 ? "/usr/bin/python3" : Program("python3");

    /// <summary>Finds the programs, or fetches them.</summary>
    /// <exception cref="ServerUnavailableException">They cannot be had here; the text says why.</exception>
    public static async Task<CephTree> FindOrFetchAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new ServerUnavailableException("Ceph runs on Linux only.");
        }

        CephTree system = new("");
        if (system.IsWhole)
        {
            return system;
        }

        string folder = Path.Combine(Artifacts(), "tools", "ceph");
        CephTree tree = new(folder);
        if (!tree.IsWhole)
        {
            // Several test programs may start at once.
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            using FileStream turn = await WaitForTurnAsync(folder + ".lock");
            if (!tree.IsWhole)
            {
                await FetchAsync(folder);
            }
        }

        return tree.IsWhole ? tree : throw new ServerUnavailableException($"The packages of Ceph hold other files than expected: see {folder}.");
    }

    private bool IsWhole => _programs.All(name => File.Exists(Program(name)));

    private static async Task FetchAsync(string folder)
    {
        string downloads = folder + ".debs";
        string unpacked = folder + ".new";
        foreach (string left in new[] { folder, downloads, unpacked }.Where(Directory.Exists))
        {
            Directory.Delete(left, recursive: true);
        }

        Directory.CreateDirectory(downloads);
        (bool done, string output) = await DownloadAsync(downloads);
        if (!done)
        {
            // A machine that is fresh or old knows no packages, or some that are gone.
            await UpdateListsAsync();
            (done, output) = await DownloadAsync(downloads);
        }

        if (!done)
        {
            string last = output.Trim().Split('\n')[^1];
            throw new ServerUnavailableException($"Ceph's packages cannot be downloaded by apt-get ({last}). On Debian or Ubuntu, run apt-get update and try again.");
        }

        foreach (string package in Directory.EnumerateFiles(downloads, "*.deb"))
        {
            (int code, string text) = await ProcessRun.CaptureAsync("dpkg-deb", ["-x", package, unpacked]);
            if (code != 0)
            {
                throw new ServerUnavailableException($"{Path.GetFileName(package)} cannot be unpacked: {text}");
            }
        }

        Directory.Delete(downloads, recursive: true);
        Directory.Move(unpacked, folder);
    }

    private static async Task<(bool Done, string Output)> DownloadAsync(string folder)
    {
        // Asks what an installation would fetch, which leaves out what the system has already.
        (int code, string output) = await ProcessRun.CaptureAsync("apt-get", ["install", "-y", "--no-install-recommends", "--print-uris", .. _packages]);
        string[] names = [.. PackageUri().Matches(output).Select(match => match.Groups[1].Value).Distinct()];
        return code != 0 || names.Length == 0
            ? (false, output)
            : await ProcessRun.CaptureAsync("apt-get", ["-qq", "download", .. names], folder: folder) is (0, _) ? (true, "") : (false, "download failed");
    }

    private static async Task UpdateListsAsync()
    {
        string[] command = System.Environment.IsPrivilegedProcess ? ["apt-get"] : ["sudo", "-n", "apt-get"];
        await ProcessRun.CaptureAsync(command[0], [.. command[1..], "-qq", "-o", "DPkg::Lock::Timeout=120", "update"]);
    }

    private static async Task<FileStream> WaitForTurnAsync(string file)
    {
        for (DateTime end = DateTime.UtcNow.AddMinutes(10); ; await Task.Delay(200))
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < end)
            {
                // Another program is fetching.
            }
        }
    }

    /// <summary>The repository's folder for what is built and fetched, above the running program.</summary>
    private static string Artifacts()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "AnimatedImage.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new ServerUnavailableException("The program does not run inside of the repository."), "artifacts");
    }

    /// <summary><c>'http://…/radosgw_16.2.15_amd64.deb' radosgw_… 123 SHA256:…</c>.</summary>
    [GeneratedRegex(@"^'[^']*/([^/_']+)_[^/']*\.deb'", RegexOptions.Multiline)]
    private static partial Regex PackageUri();
}
