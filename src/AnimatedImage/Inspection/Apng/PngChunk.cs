using System.Globalization;

namespace AnimatedImage.Inspection.Apng;

/// <summary>One chunk of a PNG, as read by <see cref="PngChunkReader"/>.</summary>
/// <param name="Type">Its four letters as a number, most significant byte first.</param>
/// <param name="Length">Bytes of data.</param>
internal readonly record struct PngChunk(uint Type, uint Length)
{
    public const uint Header = 0x49484452;
    public const uint AnimationControl = 0x6163544C;
    public const uint FrameControl = 0x6663544C;
    public const uint ImageData = 0x49444154;
    public const uint FrameData = 0x66644154;
    public const uint Transparency = 0x74524E53;
    public const uint Text = 0x74455874;
    public const uint End = 0x49454E44;

    /// <summary>The four letters, with anything that is no letter as hexadecimal.</summary>
    public override string ToString()
    {
        Span<char> letters = stackalloc char[4];
        for (int index = 0; index < letters.Length; index++)
        {
            letters[index] = (char)(byte)(Type >> (24 - (8 * index)));
            if (!char.IsAsciiLetter(letters[index]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"0x{Type:X8}");
            }
        }

        return new string(letters);
    }
}
