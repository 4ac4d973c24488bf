namespace AnimatedImage.Gateway;

/// <summary>Makes the files in which what cannot or should not be read twice lies while it is needed.</summary>
internal static class SpillFile
{
    /// <summary>Makes an empty file that nobody else may read, and that is removed when it is closed.</summary>
    /// <param name="folder">Where; made if it is not there.</param>
    /// <param name="share">What others that open it may do.</param>
    public static FileStream Create(string folder, FileShare share)
    {
        Directory.CreateDirectory(folder);
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = share,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(folder, $".animatedimage-{Path.GetRandomFileName()}"), options);
    }
}
