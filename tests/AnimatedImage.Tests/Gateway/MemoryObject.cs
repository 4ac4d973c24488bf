namespace AnimatedImage.Tests.Gateway;

/// <summary>An object of a <see cref="MemoryStore"/>: pieces in memory or in a file, zeros between them.</summary>
internal sealed class MemoryObject
{
    public required long Bytes { get; init; }

    public required string? ETag { get; init; }

    public string? ContentType { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public required Action<long, Span<byte>> Read { get; init; }

    public static MemoryObject Of(byte[] bytes, string? etag) =>
        new() { Bytes = bytes.Length, ETag = etag, Read = (offset, target) => bytes.AsSpan((int)offset, target.Length).CopyTo(target) };

    public static MemoryObject OfFile(string path, string etag)
    {
        Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path);
        return new MemoryObject { Bytes = RandomAccess.GetLength(file), ETag = etag, Read = (offset, target) => RandomAccess.Read(file, target, offset) };
    }

    public static MemoryObject Sparse(long bytes, params (long Offset, byte[] Bytes)[] pieces) => new()
    {
        Bytes = bytes,
        ETag = "sparse",
        Read = (offset, target) =>
        {
            target.Clear();
            foreach ((long start, byte[] piece) in pieces)
            {
                long first = Math.Max(offset, start), end = Math.Min(offset + target.Length, start + piece.Length);
                if (first < end)
                {
                    piece.AsSpan((int)(first - start), (int)(end - first)).CopyTo(target[(int)(first - offset)..]);
                }
            }
        },
    };
}
