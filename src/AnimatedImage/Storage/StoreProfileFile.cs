namespace AnimatedImage.Storage;

/// <summary>The user's profiles on disk, for every shell and worker of this user. No secret is ever in it.</summary>
/// <param name="path">The file; it need not exist.</param>
public sealed class StoreProfileFile(string path)
{
    private const string FileName = "storage.json";

    private readonly ConfigurationFile _file = new(path);

    /// <summary>The file of this user: <c>storage.json</c> in the <see cref="ConfigurationFolder"/>.</summary>
    public static StoreProfileFile OfUser => new(System.IO.Path.Combine(ConfigurationFolder.Path, FileName));

    /// <summary>The file's full path.</summary>
    public string Path => _file.Path;

    /// <summary>The profiles; none when there is no file.</summary>
    /// <exception cref="Failures.ConversionException">
    /// <see cref="Failures.ErrorId.InvalidParameter"/> for what cannot be understood, <see cref="Failures.ErrorId.AccessDenied"/>.
    /// </exception>
    public StoreProfiles Read() => _file.Read() is { } text ? StoreProfileJson.Read(text, Path) : StoreProfiles.None;

    /// <summary>Reads, changes and writes the profiles while no other process can.</summary>
    /// <param name="change">From the profiles as they are to those that shall be; throws to leave them alone.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="Failures.ConversionException">The file cannot be read or written, or another process holds it.</exception>
    public StoreProfiles Change(Func<StoreProfiles, StoreProfiles> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using IDisposable held = _file.Hold();
        StoreProfiles before = Read();
        StoreProfiles after = change(before);
        if (!ReferenceEquals(before, after))
        {
            _file.Replace(StoreProfileJson.Write(after));
        }

        return after;
    }
}
