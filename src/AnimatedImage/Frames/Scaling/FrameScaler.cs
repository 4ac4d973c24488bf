using System.Numerics;
using System.Runtime.InteropServices;

namespace AnimatedImage.Frames.Scaling;

/// <summary>
/// Makes RGBA pictures smaller: rows first, then columns, by <see cref="ScaleTaps"/>. Colours are weighted by their alpha, so that what
/// is transparent leaves no fringe. Not for several threads at once.
/// </summary>
/// <param name="width">Width of the pictures that come.</param>
/// <param name="height">Their height.</param>
/// <param name="toWidth">Width of those that go, at most the first.</param>
/// <param name="toHeight">Their height, at most the first.</param>
/// <param name="hasAlpha">True when alpha is not 255 throughout.</param>
internal sealed class FrameScaler(int width, int height, int toWidth, int toHeight, bool hasAlpha) : IFrameScaler
{
    private readonly FramePool _pool = new(toWidth, toHeight);
    private readonly ScaleTaps _across = new(width, toWidth);
    private readonly ScaleTaps _down = new(height, toHeight);
    private readonly Vector4[] _line = new Vector4[width];
    private readonly Vector4[] _narrow = new Vector4[toWidth * height];
    private readonly Vector4[] _sum = new Vector4[toWidth];

    /// <inheritdoc/>
    public Frame Scale(Frame frame)
    {
        ReadOnlySpan<byte> pixels = frame.Pixels.Span;
        for (int row = 0; row < height; row++)
        {
            Load(pixels.Slice(row * width * 4, width * 4));
            Narrow(_narrow.AsSpan(row * toWidth, toWidth));
        }

        Frame scaled = _pool.Rent();
        scaled.Time = frame.Time;
        Span<byte> target = scaled.Pixels.Span;
        for (int row = 0; row < toHeight; row++)
        {
            AddUp(row);
            Store(target.Slice(row * toWidth * 4, toWidth * 4));
        }

        return scaled;
    }

    private void Load(ReadOnlySpan<byte> row)
    {
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(row);
        for (int x = 0; x < pixels.Length; x++)
        {
            uint pixel = pixels[x];
            Vector4 color = new(pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >> 24);
            _line[x] = hasAlpha ? color * new Vector4(color.W / 255, color.W / 255, color.W / 255, 1) : color;
        }
    }

    private void Narrow(Span<Vector4> target)
    {
        for (int x = 0; x < target.Length; x++)
        {
            ReadOnlySpan<float> weights = _across.WeightsOf(x);
            ReadOnlySpan<Vector4> source = _line.AsSpan(_across.FirstOf(x), weights.Length);
            Vector4 sum = Vector4.Zero;
            for (int tap = 0; tap < weights.Length; tap++)
            {
                sum += source[tap] * weights[tap];
            }

            target[x] = sum;
        }
    }

    private void AddUp(int row)
    {
        Array.Clear(_sum);
        ReadOnlySpan<float> weights = _down.WeightsOf(row);
        for (int tap = 0; tap < weights.Length; tap++)
        {
            ReadOnlySpan<Vector4> source = _narrow.AsSpan((_down.FirstOf(row) + tap) * toWidth, toWidth);
            float weight = weights[tap];
            for (int x = 0; x < source.Length; x++)
            {
                _sum[x] += source[x] * weight;
            }
        }
    }

    private void Store(Span<byte> row)
    {
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(row);
        for (int x = 0; x < pixels.Length; x++)
        {
            Vector4 color = _sum[x];
            if (hasAlpha)
            {
                float alpha = Math.Max(color.W, 1e-3f);
                color *= new Vector4(255 / alpha, 255 / alpha, 255 / alpha, 1);
            }

            color = Vector4.Clamp(color + new Vector4(0.5f), Vector4.Zero, new Vector4(255));
            pixels[x] = (uint)color.X | ((uint)color.Y << 8) | ((uint)color.Z << 16) | ((uint)color.W << 24);
        }
    }
}
