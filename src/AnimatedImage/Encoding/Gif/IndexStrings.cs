using System.Runtime.CompilerServices;

namespace AnimatedImage.Encoding.Gif;

/// <summary>How the pixels of an image whose picture is settled continue strings of a dictionary of <see cref="LzwDictionary.AddIndex"/>.</summary>
/// <param name="dictionary">The strings known so far.</param>
/// <param name="transparent">The transparent index.</param>
/// <param name="draws">True to draw what may as well be left out.</param>
internal readonly struct IndexStrings(LzwDictionary dictionary, int transparent, bool draws)
{
    /// <summary>Set beside the index of a pixel that may as well be left out.</summary>
    public const ushort MayStay = 0x100;

    private readonly LzwDictionary _dictionary = dictionary;
    private readonly int _transparent = transparent, _drawn = draws ? MayStay | byte.MaxValue : byte.MaxValue;

    /// <summary>The index of a pixel that begins a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int First(ushort pixel) => pixel > _drawn ? _transparent : (byte)pixel;

    /// <summary>The string of <paramref name="code"/> followed by a pixel, left out where that may be and is known; or <see cref="LzwDictionary.None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Continue(int code, ushort pixel)
    {
        int index = (byte)pixel;
        int child = index == _transparent || pixel > _drawn ? _dictionary.FindKeeping(code) : LzwDictionary.None;
        return child == LzwDictionary.None && index != _transparent ? _dictionary.FindIndex(code, index) : child;
    }
}
