namespace AnimatedImage.Encoding.Gif;

/// <summary>Part of the canvas, in pixels; empty when a side is 0.</summary>
internal readonly record struct PixelRectangle(int Left, int Top, int Width, int Height)
{
    /// <summary>One past the last column.</summary>
    public int Right => Left + Width;

    /// <summary>One past the last row.</summary>
    public int Bottom => Top + Height;

    /// <summary>True when it holds no pixel.</summary>
    public bool IsEmpty => Width == 0 || Height == 0;

    /// <summary>True when the pixel lies in it.</summary>
    public bool Contains(int x, int y) => x >= Left && x < Right && y >= Top && y < Bottom;

    /// <summary>The smallest rectangle around both.</summary>
    public PixelRectangle Union(PixelRectangle other)
    {
        if (IsEmpty)
        {
            return other;
        }

        if (other.IsEmpty)
        {
            return this;
        }

        int left = Math.Min(Left, other.Left), top = Math.Min(Top, other.Top);
        return new PixelRectangle(left, top, Math.Max(Right, other.Right) - left, Math.Max(Bottom, other.Bottom) - top);
    }

    /// <summary>It, grown to hold a row's pixels from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public PixelRectangle Include(int y, int first, int last) => Union(new PixelRectangle(first, y, last - first + 1, 1));
}
