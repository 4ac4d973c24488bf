using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.Sinks;

/// <summary>Turns what the file system throws on writing into a cause and an advice.</summary>
internal static class FileFailure
{
    // errno on Unix (the same on Linux and macOS but for EDQUOT), HRESULT on Windows.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>The destination is there already.</summary>
    public static ConversionException Exists(MediaLocation destination, Exception? inner) => new(
        ErrorId.DestinationExists,
        FailureKind.Input,
        $"'{destination}' exists already.",
        "Use -Force to overwrite it, -SkipExisting to keep it where it is current, or choose another destination.",
        inner);

    /// <summary>Explains any other exception of the file system.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="destination">What was to be written.</param>
    /// <param name="hiddenPath">The hidden file's path, which means nothing to whoever reads the message.</param>
    public static ConversionException Explain(Exception exception, MediaLocation destination, string hiddenPath) => exception switch
    {
        IOException { HResult: NoSpace or WindowsDiskFull or WindowsHandleDiskFull } => new(
            ErrorId.DiskFull,
            FailureKind.Internal,
            $"The disk is full: '{destination}' could not be written.",
            "Free some space or choose a destination on another disk; nothing was left behind.",
            exception),
        IOException { HResult: LinuxQuota } when OperatingSystem.IsLinux() => Quota(exception, destination),
        IOException { HResult: MacQuota } when OperatingSystem.IsMacOS() => Quota(exception, destination),
        FileNotFoundException => new(
            ErrorId.DestinationNotWritable,
            FailureKind.Input,
            $"'{destination}' cannot be written: its folder takes no new files.",
            "Choose a folder in which this user may create files.",
            exception),
        UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem } => new(
            ErrorId.DestinationNotWritable,
            FailureKind.Input,
            $"'{destination}' cannot be written: {exception.Message.Replace(hiddenPath, destination.Path, StringComparison.Ordinal)}",
            "Choose a folder in which this user may create files.",
            exception),
        _ => new(
            ErrorId.DestinationNotWritable,
            FailureKind.Internal,
            $"'{destination}' could not be written: {exception.Message.Replace(hiddenPath, destination.Path, StringComparison.Ordinal)}",
            "Check the destination's folder and disk.",
            exception),
    };

    private static ConversionException Quota(Exception exception, MediaLocation destination) => new(
        ErrorId.DiskFull,
        FailureKind.Internal,
        $"The disk quota is used up: '{destination}' could not be written.",
        "Free some space or choose a destination outside the quota; nothing was left behind.",
        exception);
}
