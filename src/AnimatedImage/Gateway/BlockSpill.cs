using Microsoft.Win32.SafeHandles;

namespace AnimatedImage.Gateway;

/// <summary>
/// A file without a lasting name that keeps the blocks of one object that no longer fit into memory, one behind the other. Every member
/// but <see cref="Dispose"/> is used under <see cref="BlockCache.Gate"/>.
/// </summary>
/// <param name="folder">Where the file is made, once the first block is kept.</param>
/// <param name="budget">How much may be kept, by all objects together.</param>
internal sealed class BlockSpill(string folder, SpillBudget budget) : IDisposable
{
    private readonly Dictionary<long, long> _places = [];
    private FileStream? _file;

    /// <summary>True when the block was kept.</summary>
    public bool Has(long index) => _places.ContainsKey(index);

    /// <summary>Keeps a whole block. A full disk or budget is no failure: the block is then read from the store again.</summary>
    public void Write(long index, ReadOnlySpan<byte> block)
    {
        if (Has(index) || !budget.TryTake(BlockCache.BlockBytes))
        {
            return;
        }

        long place = (long)_places.Count * BlockCache.BlockBytes;
        try
        {
            RandomAccess.Write(File(), block, place);
            _places.Add(index, place);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            budget.Give(BlockCache.BlockBytes);
        }
    }

    /// <summary>Reads a kept block; the number of bytes read, 0 when the disk fails.</summary>
    public int Read(long index, Span<byte> block)
    {
        try
        {
            return RandomAccess.Read(File(), block, _places[index]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        budget.Give((long)_places.Count * BlockCache.BlockBytes);
        _places.Clear();
    }

    private SafeFileHandle File() => (_file ??= Create()).SafeFileHandle;

    // The file is gone when it is closed, however the process ends; nobody else may read it meanwhile.
    private FileStream Create()
    {
        FileStream file = SpillFile.Create(folder, FileShare.None);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.Delete(file.Name);
        }

        return file;
    }
}
