using System.Runtime.InteropServices;

namespace AnimatedImage.Encoding.Webp;

/// <content>The library's structures, laid out as its interface has them.</content>
internal sealed unsafe partial class LibWebp
{
    /// <summary><c>WebPConfig</c>: what is set here; the rest is as <c>WebPConfigInit</c> leaves it. Room is left for later fields.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct Config
    {
        [FieldOffset(0)]
        public int Lossless;

        [FieldOffset(4)]
        public float Quality;

        [FieldOffset(8)]
        public int Method;
    }

    /// <summary><c>WebPPicture</c> with 64-bit pointers.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Picture
    {
        [FieldOffset(0)]
        public int UseArgb;

        [FieldOffset(8)]
        public int Width;

        [FieldOffset(12)]
        public int Height;

        [FieldOffset(16)]
        public byte* Y;

        [FieldOffset(24)]
        public byte* U;

        [FieldOffset(32)]
        public byte* V;

        [FieldOffset(40)]
        public int LumaStride;

        [FieldOffset(44)]
        public int ChromaStride;

        [FieldOffset(72)]
        public byte* Argb;

        [FieldOffset(80)]
        public int ArgbStride;

        [FieldOffset(96)]
        public nint Writer;

        [FieldOffset(104)]
        public Writer* WriterState;

        [FieldOffset(136)]
        public int Error;
    }

    /// <summary><c>WebPMemoryWriter</c>, which is initialised with zeros.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Writer
    {
        [FieldOffset(0)]
        public byte* Bytes;

        [FieldOffset(8)]
        public nuint Size;
    }

    /// <summary><c>WebPAnimEncoderOptions</c>, which stays as it is initialised.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Options;

    /// <summary><c>WebPData</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Data
    {
        public byte* Bytes;
        public nuint Size;
    }
}
