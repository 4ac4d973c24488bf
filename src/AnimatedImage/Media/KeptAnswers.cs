using System.Globalization;
using System.Security.Cryptography;

namespace AnimatedImage.Media;

/// <summary>
/// What an ffmpeg answered about itself, kept in a folder of the user's so that the next shell need not ask again: every question is a
/// process, and the first conversion waits for several. An answer holds for one binary as it is now and for a day; what cannot be read or
/// written is asked as if nothing were kept.
/// </summary>
/// <param name="folder">Where answers lie; need not exist. Null keeps nothing.</param>
internal sealed class KeptAnswers(string? folder)
{
    private const string FilePrefix = "ffmpeg-";
    private const string LibraryCache = "/etc/ld.so.cache";
    private const int LargestAnswer = 1 << 20;

    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(1);
    private static readonly string[] s_libraryVariables = ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];

    /// <summary>
    /// Those of this user: in <c>AnimatedImage</c> below <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c> on Linux, <c>~/Library/Caches</c> on
    /// macOS, <c>%LOCALAPPDATA%</c> on Windows.
    /// </summary>
    public static KeptAnswers OfUser { get; } = new(UserFolder());

    /// <summary>The answer that is kept, else the one that <paramref name="ask"/> gets, which is kept from then on.</summary>
    /// <param name="program">The binary's full path.</param>
    /// <param name="arguments">The question.</param>
    /// <param name="ask">Asks the binary; what it throws comes out and is not kept.</param>
    public async Task<string> GetAsync(string program, IReadOnlyList<string> arguments, Func<Task<string>> ask)
    {
        if (folder is null || Identify(program) is not { } identity)
        {
            return await ask().ConfigureAwait(false);
        }

        string heading = $"{identity} {string.Join(' ', arguments)}\n";
        string path = Path.Combine(folder, $"{FilePrefix}{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(heading))[..16])}.txt");
        if (Read(path) is { } kept && kept.StartsWith(heading, StringComparison.Ordinal))
        {
            return kept[heading.Length..];
        }

        string answer = await ask().ConfigureAwait(false);
        if (answer.Length is > 0 and < LargestAnswer)
        {
            Write(path, heading + answer);
        }

        return answer;
    }

    /// <summary>
    /// What changes when the binary or its libraries do; null for what may run another program behind its name (a script, a launcher), whose
    /// changes cannot be seen from here.
    /// </summary>
    private static string? Identify(string program)
    {
        try
        {
            FileInfo binary = new(RealPath.Of(program));
            if (!binary.Name.StartsWith("ffmpeg", StringComparison.OrdinalIgnoreCase) || IsScript(binary))
            {
                return null;
            }

            // Libraries lie beside the binary, or the system's list of them is renewed when a package brings others.
            FileInfo libraries = new(LibraryCache);
            string found = string.Join(' ', s_libraryVariables.Select(Environment.GetEnvironmentVariable));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{binary.FullName} {binary.Length} {binary.LastWriteTimeUtc.Ticks} {binary.Directory!.LastWriteTimeUtc.Ticks} {(libraries.Exists ? libraries.LastWriteTimeUtc.Ticks : 0)} {found}")
                .ReplaceLineEndings(" ");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsScript(FileInfo binary)
    {
        using FileStream file = binary.OpenRead();
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }

    private static string? Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            TimeSpan age = file.Exists ? DateTime.UtcNow - file.LastWriteTimeUtc : TimeSpan.MaxValue;
            return age >= TimeSpan.Zero && age < s_lifetime && file.Length < 2 * LargestAnswer ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Beside its name first, so that another shell reads all of it or nothing.
    private void Write(string path, string text)
    {
        string temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder!);
            }
            else
            {
                Directory.CreateDirectory(folder!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            foreach (string old in Directory.EnumerateFiles(folder!, FilePrefix + "*").Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > s_lifetime))
            {
                File.Delete(old);
            }

            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to, or another shell was quicker: it is asked again next time. What is half written is old one day.
        }
    }

    private static string? UserFolder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        string caches = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } chosen ? chosen
            : Path.Combine(home, ".cache");
        return Path.IsPathFullyQualified(caches) ? Path.Combine(caches, "AnimatedImage") : null;
    }
}
