using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>The stores for one input and its outputs.</summary>
/// <param name="stores">The cmdlet's stores.</param>
/// <param name="choice">Which profiles were named; null = none.</param>
internal sealed class ChosenStores(CommandStores stores, StoreChoice? choice) : IMediaStores
{
    public IMediaStore For(MediaLocation location) =>
        location.IsObject ? stores.Open(choice?.For(location) ?? stores.Profiles.For(location)) : stores.Web(location);
}
