using AnimatedImage.Failures;
using AnimatedImage.Gateway;
using AnimatedImage.Inspection;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>Reads animated images wherever they live: of an object only the parts that the reader looks at.</summary>
/// <param name="stores">Finds the stores of locations that are no local files; null = local files only.</param>
public sealed class AnimationInspector(IMediaStores? stores = null)
{
    /// <summary>Reads an animated image.</summary>
    /// <exception cref="ConversionException">It cannot be read, or is no animated image (<see cref="ErrorId.NotAnimation"/>).</exception>
    public async Task<AnimationInfo> ReadAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (location.IsLocal)
        {
            if (PipeSource.Is(location.Path))
            {
                throw new ConversionException(
                    ErrorId.NotAnimation, FailureKind.Source, $"'{location}' is a pipe; animated images are read from files.", "Write it into a file first.");
            }

            using FileStream file = Open(location);
            return AnimationReader.Read(file, location.Name) with { FullName = location.Path };
        }

        IMediaStore store = stores?.For(location) ?? throw new ConversionException(
            ErrorId.StorageNotAvailable, FailureKind.Input, $"'{location}' cannot be read: this installation has no stores.", "Copy the file to this machine first.");
        MediaGateway gateway = MediaGateway.Shared;
        StoreObject description = await gateway.DescribeAsync(store, location, cancellationToken).ConfigureAwait(false);
        ConversionException? failure = null;
        CachedObject served = new(store, description, gateway.Cache, spill: null, gateway.Options, _ => { });
        try
        {
            Stream stream = new ObjectStream(served, problem => failure ??= problem);
            await using (stream.ConfigureAwait(false))
            {
                return AnimationReader.Read(stream, location.Name) with { FullName = location.Path };
            }
        }
        catch (ConversionException) when (failure is not null)
        {
            throw failure;
        }
        finally
        {
            await served.CloseAsync().ConfigureAwait(false);
        }
    }

    private static FileStream Open(MediaLocation source)
    {
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
