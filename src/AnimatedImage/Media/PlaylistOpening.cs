using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace AnimatedImage.Media;

/// <summary>
/// Looks at where the joined segments of a playlist begin, as ffmpeg will see it: initialisation section, byte ranges and AES-128
/// included. ffmpeg takes the format of that stream from its first bytes, and would take a playlist hidden there (behind an ID3 tag,
/// spread over several tiny segments, encrypted) for another playlist, which then could refer to anything.
/// </summary>
internal static class PlaylistOpening
{
    private const int Bytes = 64 * 1024;

    /// <summary>Checks the opening of a playlist whose references have been found in order.</summary>
    /// <param name="playlist">A playlist of segments.</param>
    /// <param name="locate">Finds the file of a reference.</param>
    /// <param name="path">The playlist's name, for messages.</param>
    /// <param name="refuse">Makes the failure from a reason.</param>
    public static void Check(Playlist playlist, Func<string, (IPlaylistFolder Folder, string File)> locate, string path, Func<string, Exception> refuse)
    {
        using MemoryStream opening = new();
        Cipher? cipher = null;
        (long Offset, long? Length) range = (0, null);
        long sequence = 0;
        foreach (string line in playlist.Lines)
        {
            if (opening.Length >= Bytes)
            {
                break;
            }

            if (line.StartsWith("#EXT-X-MEDIA-SEQUENCE:", StringComparison.Ordinal))
            {
                sequence = Number(line.AsSpan("#EXT-X-MEDIA-SEQUENCE:".Length));
            }
            else if (line.StartsWith("#EXT-X-KEY:", StringComparison.Ordinal))
            {
                cipher = Cipher.Read(line, locate, refuse);
            }
            else if (line.StartsWith("#EXT-X-BYTERANGE:", StringComparison.Ordinal))
            {
                range = Range(line["#EXT-X-BYTERANGE:".Length..], range, refuse);
            }
            else if (line.StartsWith("#EXT-X-MAP:", StringComparison.Ordinal) && Playlist.Attribute(line, "URI") is { } map)
            {
                (long Offset, long? Length) mapRange = Playlist.Attribute(line, "BYTERANGE") is { } text ? Range(text, (0, 0), refuse) : (0, null);
                Append(opening, locate(map), mapRange, cipher, sequence);
            }
            else if (line[0] != '#')
            {
                Append(opening, locate(line), range, cipher, sequence++);
                range = (range.Length is { } length ? range.Offset + length : 0, null);
            }
        }

        if (opening.GetBuffer().AsSpan(0, (int)opening.Length).IndexOf("#EXTM3U"u8) >= 0)
        {
            throw refuse("a playlist is hidden in the segments of " + path);
        }
    }

    private static void Append(MemoryStream opening, (IPlaylistFolder Folder, string Name) file, (long Offset, long? Length) range, Cipher? cipher, long sequence)
    {
        using Stream stream = file.Folder.Open(file.Name);
        stream.Position = Math.Min(range.Offset, stream.Length);
        long wanted = Math.Min(Math.Min(range.Length ?? long.MaxValue, stream.Length - stream.Position), Bytes);
        byte[] bytes = new byte[wanted];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        opening.Write(cipher is null ? bytes.AsSpan(0, count) : cipher.Decrypt(bytes.AsSpan(0, count), sequence));
    }

    // "length[@offset]"; without an offset it goes on where the range before ended.
    private static (long Offset, long? Length) Range(string text, (long Offset, long? Length) before, Func<string, Exception> refuse)
    {
        string[] parts = text.Split('@');
        long offset = parts.Length > 1 ? Number(parts[1]) : before.Offset, length = Number(parts[0]);
        return length <= long.MaxValue - offset
            ? (offset, length)
            : throw refuse(string.Create(CultureInfo.InvariantCulture, $"its byte range of {length} bytes from {offset} on ends beyond any file"));
    }

    private static long Number(ReadOnlySpan<char> text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;

    /// <summary>AES-128 in CBC mode, as RFC 8216, 4.3.2.4 has it.</summary>
    private sealed record Cipher(byte[] Key, byte[]? Vector)
    {
        public static Cipher? Read(string line, Func<string, (IPlaylistFolder Folder, string File)> locate, Func<string, Exception> refuse)
        {
            string? method = Playlist.Attribute(line, "METHOD"), locator = Playlist.Attribute(line, "URI");
            if (method is null or "NONE")
            {
                return null;
            }

            if (method != "AES-128" || locator is null)
            {
                throw refuse($"its segments are protected by {method}, which cannot be read");
            }

            (IPlaylistFolder folder, string file) = locate(locator);
            if (folder.BytesOf(file) != 16)
            {
                throw refuse($"its key {locator} has not 16 bytes");
            }

            byte[] key = new byte[16];
            using (Stream stream = folder.Open(file))
            {
                stream.ReadExactly(key);
            }

            byte[] vector = new byte[16];
            string? text = Playlist.Attribute(line, "IV");
            return text is null ? new Cipher(key, null)
                : Convert.FromHexString(text.AsSpan(Math.Min(2, text.Length)), vector, out _, out int count) == OperationStatus.Done && count == vector.Length
                    ? new Cipher(key, vector)
                    : throw refuse($"the initialisation vector {text} has not 16 bytes");
        }

        public byte[] Decrypt(ReadOnlySpan<byte> bytes, long sequence)
        {
            using Aes aes = Aes.Create();
            aes.Key = Key;
            byte[] vector = new byte[16];
            BinaryPrimitives.WriteInt64BigEndian(vector.AsSpan(8), sequence);
            return aes.DecryptCbc(bytes[..(bytes.Length & ~15)], Vector ?? vector, PaddingMode.None);
        }
    }
}
