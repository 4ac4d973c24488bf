namespace AnimatedImage.Build.Machine;

/// <summary>A program that the project uses and does not build.</summary>
/// <param name="Command">What is started, and therefore looked for on PATH.</param>
/// <param name="Apt">Debian's and Ubuntu's package.</param>
/// <param name="Brew">Homebrew's package.</param>
/// <param name="Winget">Windows' package id; null where there is none.</param>
/// <param name="Purpose">What goes without it, for the message when it cannot be installed.</param>
internal sealed record ExternalProgram(string Command, string Apt, string Brew, string? Winget, string Purpose)
{
    public static readonly ExternalProgram FFmpeg = new("ffmpeg", "ffmpeg", "ffmpeg", "Gyan.FFmpeg", "decodes every video");

    /// <summary>Decoders other than ours and ffmpeg's, which judge what the tests wrote.</summary>
    public static readonly IReadOnlyList<ExternalProgram> Judges =
    [
        new("gifsicle", "gifsicle", "gifsicle", null, "checks GIF files"),
        new("webpmux", "webp", "webp", null, "checks WebP files"),
        new("pngcheck", "pngcheck", "pngcheck", null, "checks APNG files"),
        new("avifdec", "libavif-bin", "libavif", null, "checks AVIF files"),
    ];

    /// <summary>What the tests of jobs run against and use; PostgreSQL's own programs are not on PATH everywhere, its cluster tool is.</summary>
    public static readonly IReadOnlyList<ExternalProgram> JobTests =
    [
        new(OperatingSystem.IsLinux() ? "pg_ctlcluster" : "pg_ctl", "postgresql", "postgresql@17", "PostgreSQL.PostgreSQL.17", "keeps jobs for several machines"),
        new("faketime", "faketime", "libfaketime", null, "gives workers a wrong clock"),
    ];

    public bool IsInstalled => SearchPath.Find(Command) is not null;
}
