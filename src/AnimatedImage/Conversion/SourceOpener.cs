using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AnimatedImage.Failures;
using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>Opens sources wherever they live: local files as they are, pipes once they were read, objects through the gateway.</summary>
/// <param name="probe">Asks what a source is.</param>
/// <param name="gateway">Serves objects to child processes.</param>
/// <param name="spillFolder">
/// Where blocks of objects go that leave memory, null = nowhere; and what pipes give, null = the system's temporary folder.
/// </param>
internal sealed partial class SourceOpener(MediaProbe probe, MediaGateway gateway, Func<string?> spillFolder)
{
    private const int HeadBytes = 64;

    /// <summary>Opens and probes a source.</summary>
    /// <param name="stores">Finds stores; null = local files only.</param>
    /// <param name="location">Where it is.</param>
    /// <param name="known">What a listing or an earlier look said about it; null = the store is asked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenedSource> OpenAsync(IMediaStores? stores, MediaLocation location, StoreObject? known, CancellationToken cancellationToken)
    {
        if (location.IsLocal && PipeSource.Is(location.Path))
        {
            return await OpenPipeAsync(location, cancellationToken).ConfigureAwait(false);
        }

        if (location.IsLocal || stores is null)
        {
            return new OpenedSource(await probe.ProbeAsync(location, cancellationToken).ConfigureAwait(false), null);
        }

        IMediaStore store = stores.For(location);
        StoreObject description = known ?? await DescribeAsync(stores, location, cancellationToken).ConfigureAwait(false);
        if (description.Bytes == 0)
        {
            throw new ConversionException(ErrorId.EmptySource, FailureKind.Source, $"{location} is empty: it holds no bytes.", "The upload that made it failed; upload the file again.");
        }

        GatewaySource source = gateway.Register(spillFolder());
        try
        {
            MediaInfo media = await source.WatchAsync(() => ProbeAsync(source, store, description, cancellationToken)).ConfigureAwait(false);
            source.ThrowIfBroken();
            return new OpenedSource(media, source);
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What an object in a store is.</summary>
    public Task<StoreObject> DescribeAsync(IMediaStores stores, MediaLocation location, CancellationToken cancellationToken) =>
        gateway.DescribeAsync(stores.For(location), location, cancellationToken);

    /// <summary>What an object's content is known by: its version and size, or its place and time where the store tells no version.</summary>
    public static string IdentityOf(StoreObject description) => string.Create(
        CultureInfo.InvariantCulture,
        $"{description.Bytes} {description.ETag ?? $"{description.Location} {description.LastModified?.UtcTicks}"}");

    private async Task<OpenedSource> OpenPipeAsync(MediaLocation location, CancellationToken cancellationToken)
    {
        PipeSpill spill = await PipeSpill.ReadAsync(location, spillFolder(), gateway.Spilled, cancellationToken).ConfigureAwait(false);
        try
        {
            return new OpenedSource(await probe.ProbeAsync(spill.Input, spill.Kind, spill.Bytes, cancellationToken).ConfigureAwait(false), null, spill);
        }
        catch
        {
            await spill.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<MediaInfo> ProbeAsync(GatewaySource source, IMediaStore store, StoreObject description, CancellationToken cancellationToken)
    {
        string path = "source" + PlainExtension().Match(description.Location.Name).Value;
        CachedObject served = source.Add(path, store, description);
        MediaInput input = new()
        {
            Location = description.Location,
            Address = source.AddressOf(path),
            Protocols = "http,tcp",
            Options = FFmpegArguments.Gateway(source.Origin),
            Identity = IdentityOf(description),
            Opener = () => new ObjectStream(served, source.Fail),
        };
        long asked = Stopwatch.GetTimestamp();
        SourceKind kind = await LookAsync(input, served, cancellationToken).ConfigureAwait(false);
        input = input with { Latency = Stopwatch.GetElapsedTime(asked) };
        if (kind == SourceKind.Playlist)
        {
            return await ProbePlaylistAsync(source, store, description, input, cancellationToken).ConfigureAwait(false);
        }

        var probes = RemoteProbes.Of(gateway);
        if (probes.Find(probe.Tools, description) is { } known)
        {
            return known with { Input = input };
        }

        MediaInfo media = await probe.ProbeAsync(input, kind, description.Bytes, cancellationToken).ConfigureAwait(false);
        probes.Add(probe.Tools, description, media);
        return media;
    }

    private async Task<MediaInfo> ProbePlaylistAsync(GatewaySource source, IMediaStore store, StoreObject description, MediaInput input, CancellationToken cancellationToken)
    {
        RemotePlaylistFolder folder = new(source, store, description, gateway, cancellationToken);
        folder.AddRoot();

        // The check reads without async.
        PlaylistContent content = await Task.Run(() => PlaylistGuard.Check(folder), cancellationToken).ConfigureAwait(false);
        input = input with
        {
            Address = source.AddressOf(folder.Root),
            Protocols = "http,tcp,crypto",
            IsPlaylist = true,
            Options = [.. FFmpegArguments.Playlist(probe.Tools.Capabilities), .. input.Options],
            Identity = folder.Identity,
        };
        return await probe.ProbeAsync(input, cancellationToken).ConfigureAwait(false) with { Bytes = content.Bytes };
    }

    private static async Task<SourceKind> LookAsync(MediaInput input, CachedObject served, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadBytes];
        Stream stream = input.OpenRead();
        await using (stream.ConfigureAwait(false))
        {
            int count = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            SourceKind kind = LocalSource.KindOf(head.AsSpan(0, count));
            if (kind == SourceKind.Video && await MovieIndex.FindAsync(stream, cancellationToken).ConfigureAwait(false) is { } index)
            {
                await served.PreloadAsync(index.Start, index.End, cancellationToken).ConfigureAwait(false);
            }

            return kind;
        }
    }

    // ffmpeg also goes by a name's extension, as it does for local files; nothing else of the name is shown to it.
    [GeneratedRegex(@"\.[A-Za-z0-9]{1,8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainExtension();
}
