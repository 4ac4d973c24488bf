using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// The strings an LZW encoder knows, as a tree: a code's child by index is found through a hash table, and all children of a code
/// through a list, newest first, which is what a lossy match looks through.
/// </summary>
internal sealed class LzwDictionary
{
    /// <summary>Codes that 12 bits can tell apart.</summary>
    public const int MaxCodes = 4096;

    /// <summary>"No code": ends a list of children, and what <see cref="Find"/> gives when there is none.</summary>
    public const int None = 0;

    private const int Slots = 8192;

    // Parent (12 bits), index (8) and child (12) in one word. A child is never 0, so neither is an entry.
    private readonly uint[] _slots = new uint[Slots];
    private readonly ushort[] _firstChild = new ushort[MaxCodes];

    // The next sibling in the low half, the string's last index in the high half.
    private readonly uint[] _strings = new uint[MaxCodes];

    /// <summary>Code of the command that empties the dictionary; the one after it ends the image.</summary>
    public int ClearCode { get; private set; }

    /// <summary>The code that the next string gets.</summary>
    public int NextCode { get; private set; }

    /// <summary>Bits of a code at present.</summary>
    public int CodeWidth { get; private set; }

    /// <summary>Empties it for indexes of the given number of bits (2–8).</summary>
    public void Reset(int indexBits)
    {
        Array.Clear(_slots);
        Array.Clear(_firstChild);
        ClearCode = 1 << indexBits;
        NextCode = ClearCode + 2;
        CodeWidth = indexBits + 1;
    }

    /// <summary>The string of <paramref name="parent"/> followed by <paramref name="index"/>, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int parent, int index)
    {
        uint key = ((uint)parent << 8) | (uint)index;
        for (uint slot = SlotOf(key); ; slot = (slot + 1) & (Slots - 1))
        {
            uint entry = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), slot);
            if (entry >> 12 == key)
            {
                return (int)(entry & 0xFFF);
            }

            if (entry == 0)
            {
                return None;
            }
        }
    }

    /// <summary>Adds a string that is not there yet and widens the codes where the next one needs it. False when it is full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Add(int parent, int index)
    {
        int code = NextCode;
        if (code == MaxCodes)
        {
            return false;
        }

        uint key = ((uint)parent << 8) | (uint)index, slot = SlotOf(key);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        _slots[slot] = (key << 12) | (uint)code;
        _strings[code] = _firstChild[parent] | ((uint)index << 16);
        _firstChild[parent] = (ushort)code;

        // The decoder adds a string one code later than the encoder: codes widen when one that does not fit was given out.
        if (code == 1 << CodeWidth)
        {
            CodeWidth++;
        }

        NextCode = code + 1;
        return true;
    }

    /// <summary>Newest string that continues a code, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FirstChild(int code) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_firstChild), code);

    /// <summary>Last index of a string, and the string added before it to the same code or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Index(int code, out int nextSibling)
    {
        uint found = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_strings), code);
        nextSibling = (int)(found & 0xFFFF);
        return (int)(found >> 16);
    }

    private static uint SlotOf(uint key) => (key * 0x9E37_79B1) >> 19;
}
