using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AnimatedImage.Gateway;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>
/// What objects in stores turned out to be, for the life of their gateway: as long as an object has the same place, size and ETag it
/// is the same video. Playlists, whose parts change by themselves, are asked each time. Safe to use from many threads.
/// </summary>
internal sealed class RemoteProbes
{
    private const int Most = 256;

    private static readonly ConditionalWeakTable<MediaGateway, RemoteProbes> s_byGateway = [];

    private readonly ConcurrentDictionary<(string FFprobe, string Location, long Bytes, string ETag), MediaInfo> _known = new();

    /// <summary>Those of one gateway.</summary>
    public static RemoteProbes Of(MediaGateway gateway) => s_byGateway.GetOrCreateValue(gateway);

    /// <summary>What the object was; null when it was not asked yet or its store tells no version.</summary>
    public MediaInfo? Find(FFmpegTools tools, StoreObject description) => Key(tools, description) is { } key && _known.TryGetValue(key, out MediaInfo? media) ? media : null;

    /// <summary>Keeps an answer.</summary>
    public void Add(FFmpegTools tools, StoreObject description, MediaInfo media)
    {
        if (Key(tools, description) is not { } key)
        {
            return;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        // How it was opened is this conversion's: the address ends with it.
        _known[key] = media with { Input = new MediaInput { Location = description.Location, Address = "", Protocols = "" } };
    }

    private static (string FFprobe, string Location, long Bytes, string ETag)? Key(FFmpegTools tools, StoreObject description) =>
        description.ETag is { Length: > 0 } etag ? (tools.FFprobePath, description.Location.ToString(), description.Bytes, etag) : null;
}
