namespace AnimatedImage.Storage.Tests.Servers;

/// <summary>Bytes to store and to read back.</summary>
internal static class Bytes
{
    /// <summary>So many bytes without a pattern, the same ones for the same seed.</summary>
    public static byte[] Random(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Everything that a range holds.</summary>
    public static async Task<byte[]> ReadAsync(IMediaStore store, MediaLocation location, long offset, long count, string? etag = null)
    {
        await using StoreRange range = await store.ReadAsync(location, offset, count, etag, TestContext.Current.CancellationToken);
        using MemoryStream bytes = new();
        await range.Content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    /// <summary>Writes an object in pieces.</summary>
    public static async Task<StoreObject> WriteAsync(IMediaStore store, MediaLocation location, byte[] bytes, bool overwrite = false, int piece = 1 << 20)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using IStoreUpload upload = await store.UploadAsync(location, new UploadOptions { ContentType = "image/gif", Overwrite = overwrite }, cancellationToken);
        for (int offset = 0; offset < bytes.Length; offset += piece)
        {
            await upload.WriteAsync(bytes.AsMemory(offset, Math.Min(piece, bytes.Length - offset)), cancellationToken);
        }

        await upload.FlushAsync(cancellationToken);
        return await upload.CompleteAsync(cancellationToken);
    }
}
