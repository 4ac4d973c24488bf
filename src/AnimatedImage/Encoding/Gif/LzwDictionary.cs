using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Gif;

/// <summary>
/// The strings an LZW encoder knows, as a tree: a code's child by index is found through a hash table, the child that leaves the
/// canvas as it is through an array, and the child of the most similar colour through blocks of four children, newest first, whose
/// colours are measured at once.
/// </summary>
internal sealed class LzwDictionary
{
    /// <summary>Codes that as many bits can tell apart.</summary>
    public const int MaxCodes = 1 << MaxCodeWidth;

    /// <summary>Bits of the longest code.</summary>
    public const int MaxCodeWidth = 12;

    /// <summary>"No code": what looking for a child gives when there is none.</summary>
    public const int None = 0;

    /// <summary>"No place": what looking for a similar child gives when there is none.</summary>
    public const int Nowhere = 0;

    /// <summary>Children of a block.</summary>
    public const int BlockSize = 4;

    /// <summary>Blocks of a code that are looked through for a similar colour.</summary>
    public const int MaxBlocks = 6;

    private const int Slots = 8192;

    // The slot of a child in its block, below its squared distance.
    private const int SlotBits = 2;

    // The same for the children of all blocks that are looked through.
    private const int OrderBits = 5;

    // Farther from every colour than the largest loss, so that an empty slot is never similar.
    private const ulong NoColor = Canvas.Nothing;

    // Parent (12 bits), index (8) and child (12) in one word. A child is never 0, so neither is an entry.
    private readonly uint[] _slots;

    private readonly Node[] _nodes;

    // By block: four colours and their codes, filled from the last slot to the first, and the block before it. Block 0 stays empty.
    private readonly ulong[] _colors;
    private readonly ushort[] _codes;
    private readonly ushort[] _olderBlock = new ushort[MaxCodes];
    private int _blocks;

    /// <summary>What is known of a code, in a quarter of a cache line. 0 = none.</summary>
    private struct Node
    {
        /// <summary>The colour of <see cref="ExactChild"/>.</summary>
        public ulong Exact;

        /// <summary>A child that was asked for lately: the newest of its very colour, in a block that is looked through.</summary>
        public ushort ExactChild;

        /// <summary>The child through the transparent index.</summary>
        public ushort Keeping;

        /// <summary>The newest block of the other children.</summary>
        public ushort NewestBlock;

        /// <summary>The index that it ends in.</summary>
        public byte LastIndex;
    }

    /// <summary>Nothing is known yet; call <see cref="Reset"/> first.</summary>
    /// <param name="buffers">Lends its arrays; null = it has its own.</param>
    public LzwDictionary(BufferLease? buffers = null)
    {
        (_slots, _nodes) = (buffers.Take<uint>(Slots), buffers.Take<Node>(MaxCodes));
        (_colors, _codes) = (buffers.Take<ulong>(MaxCodes * BlockSize), buffers.Take<ushort>(MaxCodes * BlockSize));
        Empty(0);
    }

    /// <summary>Code of the command that empties the dictionary; the one after it ends the image. No string begins with it.</summary>
    public int ClearCode { get; private set; }

    /// <summary>The code that the next string gets.</summary>
    public int NextCode { get; private set; }

    /// <summary>Bits of a code at present.</summary>
    public int CodeWidth { get; private set; }

    /// <summary>Empties it for indexes of the given number of bits (2–8).</summary>
    public void Reset(int indexBits)
    {
        Array.Clear(_slots);
        Array.Clear(_nodes, 0, Math.Max(NextCode, 1 << indexBits));
        _blocks = 1;
        ClearCode = 1 << indexBits;
        for (int index = 0; index < ClearCode; index++)
        {
            _nodes[index].LastIndex = (byte)index;
        }

        NextCode = ClearCode + 2;
        CodeWidth = indexBits + 1;
    }

    /// <summary>The string of <paramref name="parent"/> followed by an index that is not the transparent one, or <see cref="None"/>.</summary>
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

    /// <summary>The string of <paramref name="parent"/> followed by the transparent index, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindKeeping(int parent) => NodeOf(parent).Keeping;

    /// <summary>
    /// What <see cref="FindSimilar"/> gives for <paramref name="target"/> where that is the very colour of the child asked for last: most
    /// of plain grounds is found so. <see cref="None"/> says nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindExact(int parent, ulong target)
    {
        ref Node node = ref NodeOf(parent);
        return node.Exact == target ? node.ExactChild : None;
    }

    /// <summary>What <see cref="Find"/> gives, sooner for the child asked for last, in a dictionary of <see cref="AddIndex"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindIndex(int parent, int index)
    {
        ref Node node = ref NodeOf(parent);
        if (node.Exact == (ulong)index && node.ExactChild != None)
        {
            return node.ExactChild;
        }

        int child = Find(parent, index);
        if (child != None)
        {
            (node.Exact, node.ExactChild) = ((ulong)index, (ushort)child);
        }

        return child;
    }

    /// <summary>The index that a string ends in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte LastIndex(int code) => NodeOf(code).LastIndex;

    /// <summary>The child at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CodeAt(int place) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_codes), place);

    /// <summary>The colour it ends in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ColorAt(int place) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_colors), place);

    /// <summary>
    /// Of the newest strings that continue <paramref name="parent"/> by a colour (those of <see cref="MaxBlocks"/> blocks) the place of
    /// the one whose colour is nearest to <paramref name="target"/> and nearer than <paramref name="limit"/>, squared; of equally near
    /// ones the newest. <see cref="Nowhere"/> when there is none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindSimilar(int parent, Vector128<short> target, int limit)
    {
        ref Node node = ref NodeOf(parent);
        uint best = (uint)limit << SlotBits;
        int found = Nowhere, block = node.NewestBlock, left = MaxBlocks;
        do
        {
            uint nearest = NearestIn(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_colors), block * BlockSize), target);
            if (nearest < best)
            {
                best = nearest & ~(uint)(BlockSize - 1);
                found = (block * BlockSize) + (int)(nearest & (BlockSize - 1));
            }

            block = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_olderBlock), block);
        }
        while (block != 0 && --left > 0);

        if (best == 0 && found != Nowhere)
        {
            (node.Exact, node.ExactChild) = (target.AsUInt64().ToScalar(), (ushort)CodeAt(found));
        }

        return found;
    }

    /// <summary>What <see cref="FindSimilar"/> gives and the one that is nearest but for it, unless that ends in the very colour.</summary>
    public (int Nearest, int Other) FindTwoSimilar(int parent, Vector128<short> target, int limit)
    {
        int newest = NodeOf(parent).NewestBlock, block = newest, left = MaxBlocks;
        Vector256<uint> first = Vector256.Create(uint.MaxValue), second = first, order = Vector256.Create(0u, 0, 1, 0, 2, 0, 3, 0);
        while (block != 0 && left-- > 0)
        {
            Vector256<uint> distances = Vector256.Min(DistancesTo(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_colors), block * BlockSize), target), Vector256.Create(uint.MaxValue >> OrderBits));
            Vector256<uint> keys = (distances << OrderBits) | order;
            second = Vector256.Min(second, Vector256.Max(first, keys));
            first = Vector256.Min(first, keys);
            order += Vector256.Create((uint)BlockSize);
            block = _olderBlock[block];
        }

        Vector128<uint> low = Vector128.Min(first.GetLower(), first.GetUpper());
        Vector128<uint> high = Vector128.Min(Vector128.Max(first.GetLower(), first.GetUpper()), Vector128.Min(second.GetLower(), second.GetUpper()));
        uint nearest = Math.Min(low[0], low[2]), other = Math.Min(Math.Max(low[0], low[2]), Math.Min(high[0], high[2]));
        int Place(uint key) => key >> OrderBits < (uint)limit ? PlaceOf(newest, (int)(key & ((1 << OrderBits) - 1))) : Nowhere;
        return (Place(nearest), nearest >> OrderBits == 0 ? Nowhere : Place(other));
    }

    /// <summary>Adds a string that is not there yet and widens the codes where the next one needs it. False when it is full.</summary>
    /// <param name="parent">The string that it continues.</param>
    /// <param name="index">Its last index.</param>
    /// <param name="color">The colour of that, or null when it leaves the canvas as it is.</param>
    public bool Add(int parent, int index, ulong? color)
    {
        int code = NextCode;
        if (code == MaxCodes)
        {
            return false;
        }

        if (color is { } shown)
        {
            AddToTable(parent, index, code);
            AddToBlock(parent, shown, code);
        }
        else
        {
            _nodes[parent].Keeping = (ushort)code;
        }

        Count(code, index);
        return true;
    }

    /// <summary>The same without a colour, for <see cref="FindIndex"/>: <see cref="FindSimilar"/> is not to be asked then.</summary>
    /// <param name="parent">The string that it continues.</param>
    /// <param name="index">Its last index.</param>
    /// <param name="keeps">True when that leaves the canvas as it is.</param>
    public bool AddIndex(int parent, int index, bool keeps)
    {
        int code = NextCode;
        if (code == MaxCodes)
        {
            return false;
        }

        ref Node node = ref _nodes[parent];
        if (keeps)
        {
            node.Keeping = (ushort)code;
        }
        else
        {
            AddToTable(parent, index, code);
            (node.Exact, node.ExactChild) = ((ulong)index, (ushort)code);
        }

        Count(code, index);
        return true;
    }

    /// <summary>Gives a code to a string that is there already, as a decoder does where a parser ended one early. False when it is full.</summary>
    /// <param name="index">Its last index.</param>
    public bool AddAgain(int index)
    {
        if (NextCode == MaxCodes)
        {
            return false;
        }

        Count(NextCode, index);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Node NodeOf(int code) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_nodes), code);

    private void Count(int code, int index)
    {
        _nodes[code].LastIndex = (byte)index;

        // The decoder adds a string one code later than the encoder: codes widen when one that does not fit was given out.
        if (code == 1 << CodeWidth)
        {
            CodeWidth++;
        }

        NextCode = code + 1;
    }

    private void AddToTable(int parent, int index, int code)
    {
        uint key = ((uint)parent << 8) | (uint)index, slot = SlotOf(key);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        _slots[slot] = (key << 12) | (uint)code;
    }

    private void AddToBlock(int parent, ulong color, int code)
    {
        ref Node node = ref _nodes[parent];
        int block = node.NewestBlock, slot = BlockSize - 1;
        while (slot >= 0 && (block == 0 || _colors[(block * BlockSize) + slot] != NoColor))
        {
            slot = block == 0 ? -1 : slot - 1;
        }

        if (slot < 0)
        {
            (_olderBlock[_blocks], node.NewestBlock) = ((ushort)block, (ushort)_blocks);
            block = _blocks++;
            slot = BlockSize - 1;
            Empty(block);
            node.Exact = color;
        }

        // The block of the child asked for last may have become too old, and a newer child of its colour takes its place.
        if (node.Exact == color)
        {
            node.ExactChild = (ushort)code;
        }

        _colors[(block * BlockSize) + slot] = color;
        _codes[(block * BlockSize) + slot] = (ushort)code;
    }

    /// <summary>The place of a child, counted from the newest block's first on.</summary>
    private int PlaceOf(int block, int order)
    {
        for (; order >= BlockSize; order -= BlockSize)
        {
            block = _olderBlock[block];
        }

        return (block * BlockSize) + order;
    }

    private void Empty(int block) => Vector256.Create(NoColor).StoreUnsafe(ref _colors[block * BlockSize]);

    /// <summary>The least squared distance of four colours to one, with its slot in the lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint NearestIn(ref ulong colors, Vector128<short> target)
    {
        if (Avx2.IsSupported)
        {
            Vector256<uint> keys = (DistancesTo(ref colors, target) << SlotBits) | Vector256.Create(0u, 0, 1, 0, 2, 0, 3, 0);
            Vector128<uint> pair = Vector128.Min(keys.GetLower(), keys.GetUpper());
            return Vector128.Min(pair, Sse2.Shuffle(pair, 0b11_10_11_10)).ToScalar();
        }

        uint least = uint.MaxValue;
        for (int slot = 0; slot < BlockSize; slot++)
        {
            least = Math.Min(least, ((uint)Ycc.Distance(Unsafe.Add(ref colors, slot), target.AsUInt64().ToScalar()) << SlotBits) | (uint)slot);
        }

        return least;
    }

    /// <summary>The squared distances of four colours to one, in every other lane; the lanes between hold nothing of use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> DistancesTo(ref ulong colors, Vector128<short> target)
    {
        if (Avx2.IsSupported)
        {
            Vector256<short> difference = Vector256.LoadUnsafe(ref colors).AsInt16() - Avx2.BroadcastScalarToVector256(target.AsUInt64()).AsInt16();
            Vector256<ulong> squares = Avx2.MultiplyAddAdjacent(difference, difference).AsUInt64();
            return squares.AsUInt32() + (squares >> 32).AsUInt32();
        }

        ulong wanted = target.AsUInt64().ToScalar();
        return Vector256.Create((ulong)Ycc.Distance(colors, wanted), (ulong)Ycc.Distance(Unsafe.Add(ref colors, 1), wanted), (ulong)Ycc.Distance(Unsafe.Add(ref colors, 2), wanted), (ulong)Ycc.Distance(Unsafe.Add(ref colors, 3), wanted)).AsUInt32();
    }

    private static uint SlotOf(uint key) => (key * 0x9E37_79B1) >> 19;
}
