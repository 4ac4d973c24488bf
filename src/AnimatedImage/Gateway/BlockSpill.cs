using Microsoft.Win32.SafeHandles;

namespace AnimatedImage.Gateway;

/// <summary>A sparse file without a lasting name that keeps the blocks of one object that no longer fit into memory.</summary>
internal sealed class BlockSpill : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly HashSet<long> _kept = [];

    /// <summary>Makes the file; it is gone when it is closed, however the process ends.</summary>
    public BlockSpill(string folder, long bytes)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $".animatedimage-{Path.GetRandomFileName()}");
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        RandomAccess.SetLength(_file, bytes);
    }

    /// <summary>True when the block was kept.</summary>
    public bool Has(long index) => _kept.Contains(index);

    /// <summary>Keeps a whole block. A full disk is no failure: the block is then read from the store again.</summary>
    public void Write(long index, ReadOnlySpan<byte> bytes)
    {
        if (_kept.Contains(index))
        {
            return;
        }

        try
        {
            RandomAccess.Write(_file, bytes, index * BlockCache.BlockBytes);
            _kept.Add(index);
        }
        catch (IOException)
        {
            // See above.
        }
    }

    /// <summary>Reads a kept block; the number of bytes read, 0 when the disk fails.</summary>
    public int Read(long index, Span<byte> bytes)
    {
        try
        {
            return RandomAccess.Read(_file, bytes, index * BlockCache.BlockBytes);
        }
        catch (IOException)
        {
            _kept.Remove(index);
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
