namespace AnimatedImage.Storage;

/// <summary>The stores of one conversion whose profiles the user named.</summary>
/// <param name="stores">All stores.</param>
/// <param name="choice">Which profile serves what.</param>
internal sealed class ChosenStores(MediaStores stores, StoreChoice choice) : IMediaStores
{
    /// <inheritdoc/>
    public IMediaStore For(MediaLocation location) => location.IsObject ? stores.Open(choice.For(location)) : stores.For(location);
}
