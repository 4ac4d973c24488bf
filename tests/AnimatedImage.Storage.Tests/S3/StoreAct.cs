using AnimatedImage.Storage.S3;
using AnimatedImage.Storage.Tests.Servers;

namespace AnimatedImage.Storage.Tests.S3;

/// <summary>Everything that can be done to a store.</summary>
public enum StoreAct
{
    Describe,
    Read,
    List,
    Write,
    WriteParts,
    Delete,
}

internal static class StoreActs
{
    public static async Task DoAsync(this StoreAct act, MediaStores stores, MediaLocation location)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        IMediaStore store = stores.For(location);
        await (act switch
        {
            StoreAct.Describe => store.DescribeAsync(location, cancellationToken),
            StoreAct.Read => Bytes.ReadAsync(store, location, 0, 1000),
            StoreAct.List => store.ListAsync(location, new StoreListing(), cancellationToken).ToListAsync(cancellationToken).AsTask(),
            StoreAct.Write => Bytes.WriteAsync(store, location, [1, 2, 3], overwrite: true),
            StoreAct.WriteParts => Bytes.WriteAsync(store, location, new byte[PartSizes.First + 1], overwrite: true),
            StoreAct.Delete => store.DeleteAsync(location, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        });
    }
}
