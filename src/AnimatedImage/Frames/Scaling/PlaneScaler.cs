using System.Numerics;

namespace AnimatedImage.Frames.Scaling;

/// <summary>
/// Makes <see cref="PixelLayout.Yuv420"/> pictures smaller, each plane by itself: rows first, then columns, by <see cref="ScaleTaps"/>.
/// </summary>
internal sealed class PlaneScaler : IFrameScaler
{
    private readonly FramePool _pool;
    private readonly Plane _luma;
    private readonly Plane _chroma;

    /// <summary>Creates the scaler.</summary>
    /// <param name="width">Width of the pictures that come.</param>
    /// <param name="height">Their height.</param>
    /// <param name="toWidth">Width of those that go, at most the first.</param>
    /// <param name="toHeight">Their height, at most the first.</param>
    public PlaneScaler(int width, int height, int toWidth, int toHeight)
    {
        _pool = new FramePool(toWidth, toHeight, PixelLayout.Yuv420);
        _luma = new Plane(width, height, toWidth, toHeight);
        _chroma = new Plane((width + 1) / 2, (height + 1) / 2, (toWidth + 1) / 2, (toHeight + 1) / 2);
    }

    /// <inheritdoc/>
    public Frame Scale(Frame frame)
    {
        Frame scaled = _pool.Rent();
        scaled.Time = frame.Time;
        ReadOnlySpan<byte> source = frame.Pixels.Span;
        Span<byte> target = scaled.Pixels.Span;
        foreach (Plane plane in (ReadOnlySpan<Plane>)[_luma, _chroma, _chroma])
        {
            plane.Scale(source[..plane.Length], target[..plane.ToLength]);
            source = source[plane.Length..];
            target = target[plane.ToLength..];
        }

        return scaled;
    }

    private sealed class Plane(int width, int height, int toWidth, int toHeight)
    {
        private readonly ScaleTaps _across = new(width, toWidth);
        private readonly ScaleTaps _down = new(height, toHeight);
        private readonly float[] _narrow = new float[toWidth * height];
        private readonly float[] _sum = new float[toWidth];

        public int Length => width * height;

        public int ToLength => toWidth * toHeight;

        public void Scale(ReadOnlySpan<byte> source, Span<byte> target)
        {
            for (int row = 0; row < height; row++)
            {
                Narrow(source.Slice(row * width, width), _narrow.AsSpan(row * toWidth, toWidth));
            }

            for (int row = 0; row < toHeight; row++)
            {
                AddUp(row);
                Store(target.Slice(row * toWidth, toWidth));
            }
        }

        private void Narrow(ReadOnlySpan<byte> source, Span<float> target)
        {
            for (int x = 0; x < target.Length; x++)
            {
                ReadOnlySpan<float> weights = _across.WeightsOf(x);
                ReadOnlySpan<byte> taken = source.Slice(_across.FirstOf(x), weights.Length);
                float sum = 0;
                for (int tap = 0; tap < weights.Length; tap++)
                {
                    sum += taken[tap] * weights[tap];
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
                ReadOnlySpan<float> source = _narrow.AsSpan((_down.FirstOf(row) + tap) * toWidth, toWidth);
                Vector<float> weight = new(weights[tap]);
                int x = 0;
                for (; x <= source.Length - Vector<float>.Count; x += Vector<float>.Count)
                {
                    ((new Vector<float>(source[x..]) * weight) + new Vector<float>(_sum, x)).CopyTo(_sum, x);
                }

                for (; x < source.Length; x++)
                {
                    _sum[x] += source[x] * weights[tap];
                }
            }
        }

        private void Store(Span<byte> row)
        {
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = (byte)Math.Clamp(_sum[x] + 0.5f, 0, 255);
            }
        }
    }
}
