namespace AnimatedImage.Tests.Gateway;

/// <summary>One request that a <see cref="MemoryStore"/> got.</summary>
/// <param name="Kind">Which operation: <c>Describe</c>, <c>Read</c>, <c>List</c>, <c>Upload</c>, <c>Complete</c>, <c>Delete</c>.</param>
/// <param name="Key">The object.</param>
/// <param name="Offset">Where a read begins.</param>
/// <param name="Count">How many bytes it asks for.</param>
/// <param name="Number">How many reads came before it.</param>
internal sealed record StoreRequest(string Kind, string Key, long Offset = 0, long Count = 0, int Number = 0);
