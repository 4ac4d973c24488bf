using System.Buffers.Binary;
using AnimatedImage.Failures;

namespace AnimatedImage.Inspection;

/// <summary>
/// Reads numbers and bytes from a file that may lie about itself. One fixed buffer is all the memory it takes; reading past the end
/// is <see cref="ErrorId.DamagedSource"/>, never an end-of-stream exception.
/// </summary>
internal sealed class ContainerReader
{
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private long _bufferStart;
    private int _bufferLength;
    private int _next;

    /// <summary>Starts at the stream's beginning.</summary>
    public ContainerReader(Stream stream, string name)
    {
        _stream = stream;
        Name = name;
        Length = stream.Length;
    }

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Length { get; }

    /// <summary>Where the next byte is read; may be set anywhere, also past the end.</summary>
    public long Position
    {
        get => _bufferStart + _next;
        set
        {
            if (value >= _bufferStart && value <= _bufferStart + _bufferLength)
            {
                _next = (int)(value - _bufferStart);
                return;
            }

            (_bufferStart, _bufferLength, _next) = (value, 0, 0);
        }
    }

    /// <summary>Bytes from here to the end; 0 past the end.</summary>
    public long Remaining => Math.Max(0, Length - Position);

    /// <summary>What is found to be whole so far, told when the file turns out to be cut off.</summary>
    public Func<string>? Progress { get; set; }

    /// <summary>Fills as much of the target as the file has.</summary>
    public int ReadAtMost(Span<byte> target)
    {
        int done = 0;
        while (done < target.Length && (_next < _bufferLength || Fill()))
        {
            int part = Math.Min(target.Length - done, _bufferLength - _next);
            _buffer.AsSpan(_next, part).CopyTo(target[done..]);
            _next += part;
            done += part;
        }

        return done;
    }

    /// <summary>Fills the target.</summary>
    public void Read(Span<byte> target)
    {
        if (ReadAtMost(target) < target.Length)
        {
            throw EndsEarly();
        }
    }

    /// <summary>One byte.</summary>
    public byte ReadByte()
    {
        if (_next == _bufferLength && !Fill())
        {
            throw EndsEarly();
        }

        return _buffer[_next++];
    }

    /// <summary>16 bits, most significant byte first.</summary>
    public ushort ReadUInt16()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        Read(bytes);
        return BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    /// <summary>16 bits, least significant byte first.</summary>
    public ushort ReadUInt16LittleEndian() => BinaryPrimitives.ReverseEndianness(ReadUInt16());

    /// <summary>24 bits, least significant byte first.</summary>
    public int ReadUInt24LittleEndian() => ReadByte() | (ReadByte() << 8) | (ReadByte() << 16);

    /// <summary>32 bits, most significant byte first.</summary>
    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Read(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>32 bits, least significant byte first.</summary>
    public uint ReadUInt32LittleEndian() => BinaryPrimitives.ReverseEndianness(ReadUInt32());

    /// <summary>64 bits, most significant byte first.</summary>
    public ulong ReadUInt64() => ((ulong)ReadUInt32() << 32) | ReadUInt32();

    /// <summary>Goes past bytes that must be there.</summary>
    public void Skip(long count)
    {
        if (count > Remaining)
        {
            throw EndsEarly();
        }

        Position += count;
    }

    /// <summary>The failure for a file that contradicts its format.</summary>
    /// <param name="what">Completes the sentence "'name' is damaged: …".</param>
    public ConversionException Damaged(string what) => new(
        ErrorId.DamagedSource,
        FailureKind.Source,
        $"'{Name}' is damaged: {what}{Found()}.",
        "Get or make the file again.");

    /// <summary>The failure for a file that is something else.</summary>
    /// <param name="why">Completes the sentence "'name' is no animated image that can be read: …".</param>
    public ConversionException NotAnimation(string why) => new(
        ErrorId.NotAnimation,
        FailureKind.Source,
        $"'{Name}' is no animated image that can be read: {why}.",
        "Give a GIF, WebP, APNG or AVIF file.");

    /// <summary>The failure for a file that stops in the middle of something.</summary>
    public ConversionException EndsEarly() => Damaged($"it ends too early, after {Length} bytes");

    private string Found() => Progress?.Invoke() is { Length: > 0 } found ? $"; found before that: {found}" : "";

    private bool Fill()
    {
        long position = Position;
        if (position >= Length)
        {
            return false;
        }

        try
        {
            _stream.Position = position;
            _bufferLength = _stream.Read(_buffer);
        }
        catch (IOException exception)
        {
            throw new ConversionException(ErrorId.DamagedSource, FailureKind.Source, $"'{Name}' cannot be read: {exception.Message}", "Check the disk or share that holds it.", exception);
        }

        (_bufferStart, _next) = (position, 0);
        return _bufferLength > 0;
    }
}
