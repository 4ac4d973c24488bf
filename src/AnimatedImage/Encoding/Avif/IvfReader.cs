using System.Buffers.Binary;

namespace AnimatedImage.Encoding.Avif;

/// <summary>Reads IVF, the plainest container of AV1: a header of 32 bytes, then a size, a time and the bytes of each temporal unit.</summary>
/// <param name="stream">Positioned at the beginning.</param>
internal sealed class IvfReader(Stream stream)
{
    private const int FileHeaderLength = 32;
    private const int FrameHeaderLength = 12;

    private byte[] _buffer = new byte[64 * 1024];
    private bool _isOpen;

    /// <summary>The next temporal unit, valid until the next call; null at the end.</summary>
    /// <exception cref="InvalidDataException">The stream is no IVF or is cut off.</exception>
    public async Task<Memory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen)
        {
            if (!await TryFillAsync(FileHeaderLength, cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            if (!_buffer.AsSpan(0, 4).SequenceEqual("DKIF"u8))
            {
                throw new InvalidDataException("The encoder's output is no IVF.");
            }

            _isOpen = true;
        }

        if (!await TryFillAsync(FrameHeaderLength, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(_buffer);
        if (length < 0)
        {
            throw new InvalidDataException("The encoder's output has a frame of an impossible size.");
        }

        if (length > _buffer.Length)
        {
            _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, (int)Math.Min(Array.MaxLength, 2L * _buffer.Length)));
        }

        return length == 0 || await TryFillAsync(length, cancellationToken).ConfigureAwait(false)
            ? _buffer.AsMemory(0, length)
            : throw new InvalidDataException("The encoder's output is cut off.");
    }

    private async Task<bool> TryFillAsync(int length, CancellationToken cancellationToken)
    {
        int read = await stream.ReadAtLeastAsync(_buffer.AsMemory(0, length), length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == length || (read == 0 ? false : throw new InvalidDataException("The encoder's output is cut off."));
    }
}
