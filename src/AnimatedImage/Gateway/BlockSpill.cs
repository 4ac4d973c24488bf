using Microsoft.Win32.SafeHandles;

namespace AnimatedImage.Gateway;

/// <summary>A sparse file without a lasting name that keeps the blocks of one object that no longer fit into memory.</summary>
/// <param name="folder">Where the file is made, once the first block is kept.</param>
/// <param name="bytes">The object's size.</param>
internal sealed class BlockSpill(string folder, long bytes) : IDisposable
{
    private readonly HashSet<long> _kept = [];
    private SafeFileHandle? _file;

    /// <summary>True when the block was kept.</summary>
    public bool Has(long index) => _kept.Contains(index);

    /// <summary>Keeps a whole block. A full disk is no failure: the block is then read from the store again.</summary>
    public void Write(long index, ReadOnlySpan<byte> block)
    {
        if (_kept.Contains(index))
        {
            return;
        }

        try
        {
            RandomAccess.Write(_file ??= Create(), block, index * BlockCache.BlockBytes);
            _kept.Add(index);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }

    /// <summary>Reads a kept block; the number of bytes read, 0 when the disk fails.</summary>
    public int Read(long index, Span<byte> block)
    {
        try
        {
            return RandomAccess.Read(_file!, block, index * BlockCache.BlockBytes);
        }
        catch (IOException)
        {
            _kept.Remove(index);
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    // The file is gone when it is closed, however the process ends.
    private SafeFileHandle Create()
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $".animatedimage-{Path.GetRandomFileName()}");
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        RandomAccess.SetLength(file, bytes);
        return file;
    }
}
