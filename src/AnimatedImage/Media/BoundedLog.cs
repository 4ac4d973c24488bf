using System.Globalization;
using TextEncoding = System.Text.Encoding;

namespace AnimatedImage.Media;

/// <summary>
/// A log in bounded memory: the first 64 KiB, where causes stand, and the last 192 KiB, where consequences stand; what lies between
/// is counted and dropped. One writer, any number of readers.
/// </summary>
internal sealed class BoundedLog
{
    /// <summary>Bytes kept from the beginning.</summary>
    public const int HeadBytes = 64 * 1024;

    /// <summary>Bytes kept from the end.</summary>
    public const int TailBytes = 192 * 1024;

    private readonly Lock _gate = new();
    private readonly byte[] _head = new byte[HeadBytes];
    private int _headWritten;
    private byte[]? _tail;
    private long _tailWritten;

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            int intoHead = (int)Math.Min(bytes.Length, HeadBytes - _headWritten);
            bytes[..intoHead].CopyTo(_head.AsSpan(_headWritten));
            _headWritten += intoHead;
            AppendTail(bytes[intoHead..]);
        }
    }

    /// <summary>The log so far as UTF-8 text; bytes that are no UTF-8 become U+FFFD.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            string head = TextEncoding.UTF8.GetString(_head, 0, _headWritten);
            if (_tail is null)
            {
                return head;
            }

            if (_tailWritten <= TailBytes)
            {
                // Decoded together, so that a character on the border stays whole.
                return TextEncoding.UTF8.GetString((byte[])[.. _head, .. _tail.AsSpan(0, (int)_tailWritten)]);
            }

            int oldest = (int)(_tailWritten % TailBytes);
            string tail = TextEncoding.UTF8.GetString((byte[])[.. _tail.AsSpan(oldest), .. _tail.AsSpan(0, oldest)]);
            string gap = string.Create(CultureInfo.InvariantCulture, $"\n[{_tailWritten - TailBytes} bytes left out]\n");
            return head + gap + tail;
        }
    }

    private void AppendTail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        _tail ??= new byte[TailBytes];
        if (bytes.Length > TailBytes)
        {
            _tailWritten += bytes.Length - TailBytes;
            bytes = bytes[^TailBytes..];
        }

        int position = (int)(_tailWritten % TailBytes);
        int first = Math.Min(bytes.Length, TailBytes - position);
        bytes[..first].CopyTo(_tail.AsSpan(position));
        bytes[first..].CopyTo(_tail);
        _tailWritten += bytes.Length;
    }
}
