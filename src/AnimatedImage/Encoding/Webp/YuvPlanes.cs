using AnimatedImage.Frames;

namespace AnimatedImage.Encoding.Webp;

/// <summary>The planes of a picture in <see cref="PixelLayout.Yuv420"/>.</summary>
internal readonly ref struct YuvPlanes
{
    /// <summary>Finds the planes.</summary>
    /// <param name="pixels">All of the picture's bytes.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public YuvPlanes(Span<byte> pixels, int width, int height)
    {
        (Width, Height) = (width, height);
        int luma = width * height;
        int chroma = ChromaWidth * ChromaHeight;
        Y = pixels[..luma];
        U = pixels.Slice(luma, chroma);
        V = pixels.Slice(luma + chroma, chroma);
    }

    /// <summary>Width in pixels, and bytes of a row of <see cref="Y"/>.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Bytes of a row of <see cref="U"/> and <see cref="V"/>.</summary>
    public int ChromaWidth => (Width + 1) / 2;

    /// <summary>Rows of <see cref="U"/> and <see cref="V"/>.</summary>
    public int ChromaHeight => (Height + 1) / 2;

    /// <summary>Luma.</summary>
    public Span<byte> Y { get; }

    /// <summary>Blue difference.</summary>
    public Span<byte> U { get; }

    /// <summary>Red difference.</summary>
    public Span<byte> V { get; }
}
