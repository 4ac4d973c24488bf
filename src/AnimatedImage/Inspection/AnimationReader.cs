using System.Buffers.Binary;
using AnimatedImage.Failures;
using AnimatedImage.Inspection.Apng;
using AnimatedImage.Inspection.Avif;
using AnimatedImage.Inspection.Gif;
using AnimatedImage.Inspection.Webp;

namespace AnimatedImage.Inspection;

/// <summary>Reads the containers of GIF, WebP, APNG and AVIF in managed code; safe on hostile files: bounded memory, bounded time, no other exception.</summary>
public static class AnimationReader
{
    private const int MagicLength = 12;

    /// <summary>
    /// Reads a seekable stream from its beginning. The file's first bytes decide the format, never its name. A still picture is an
    /// animation of one frame. Bytes after the end of the picture are ignored, as players ignore them.
    /// </summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="ConversionException"><see cref="ErrorId.NotAnimation"/> or <see cref="ErrorId.DamagedSource"/>.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    public static AnimationInfo Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream must be able to seek.", nameof(stream));
        }

        ContainerReader reader = new(stream, name);
        Span<byte> magic = stackalloc byte[MagicLength];
        int length = reader.ReadAtMost(magic);
        reader.Position = 0;
        return Recognize(magic[..length]) switch
        {
            ImageContainer.Gif => GifReader.Read(reader),
            ImageContainer.Webp => WebpReader.Read(reader),
            ImageContainer.Png => ApngReader.Read(reader),
            ImageContainer.IsoMedia => AvifReader.Read(reader),
            _ => throw reader.NotAnimation(length == 0 ? "it is empty" : "it begins like none of GIF, WebP, PNG and AVIF"),
        };
    }

    private static ImageContainer Recognize(ReadOnlySpan<byte> magic)
    {
        if (magic.StartsWith("GIF87a"u8) || magic.StartsWith("GIF89a"u8))
        {
            return ImageContainer.Gif;
        }

        if (magic.StartsWith(ApngReader.Signature))
        {
            return ImageContainer.Png;
        }

        if (magic.Length < MagicLength)
        {
            return ImageContainer.None;
        }

        if (magic.StartsWith("RIFF"u8) && magic[8..].SequenceEqual("WEBP"u8))
        {
            return ImageContainer.Webp;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(magic[4..]) == BoxType.FileType ? ImageContainer.IsoMedia : ImageContainer.None;
    }
}
