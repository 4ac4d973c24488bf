using System.Management.Automation;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Tells what an animated image holds; reads the container only and needs no ffmpeg.</summary>
[Cmdlet(VerbsCommon.Get, "AnimationInfo", DefaultParameterSetName = PathSet)]
[OutputType(typeof(AnimationInfo))]
public sealed class GetAnimationInfoCommand : PathCommand
{
    private protected override void ProcessSource(MediaLocation source) =>
        Start(source, (streams, _) => streams.WriteObjectAsync(Read(source)));

    private static AnimationInfo Read(MediaLocation source)
    {
        using FileStream file = Open(source);
        return AnimationReader.Read(file, source.Name) with { FullName = source.Path };
    }

    private static FileStream Open(MediaLocation source)
    {
        if (!source.IsLocal)
        {
            throw new ConversionException(
                ErrorId.StorageNotAvailable,
                FailureKind.Input,
                $"'{source}' cannot be read: this version reads local files only.",
                "Copy the file to this machine first.");
        }

        if (Directory.Exists(source.Path))
        {
            throw new ConversionException(ErrorId.PathIsDirectory, FailureKind.Input, $"'{source}' is a folder; a file is needed.", "Name the file, or use a wildcard.");
        }

        try
        {
            return File.OpenRead(source.Path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"'{source}' does not exist.", "Check the path.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ConversionException(ErrorId.AccessDenied, FailureKind.Input, $"'{source}' may not be read by this user.", "Change its permissions.", exception);
        }
    }
}
