using System.Runtime.Intrinsics;
using AnimatedImage.Frames;
using AnimatedImage.Planning;

namespace AnimatedImage.Encoding.Webp;

/// <summary>A run of frames on its way through <see cref="LibWebp"/>; used by one thread.</summary>
internal sealed unsafe class LibWebpRun : IDisposable
{
    /// <summary>Distance of two frames on the run's clock.</summary>
    public const int Step = 100;

    private readonly LibWebp _library;
    private readonly LibWebp.Config _config;
    private readonly LibWebp.Config _careless;
    private readonly int _width;
    private readonly int _height;
    private readonly Frame _turned;
    private void* _animation;
    private int _count;

    /// <summary>Begins a run.</summary>
    /// <param name="library">The library.</param>
    /// <param name="settings">What it is told.</param>
    /// <param name="pool">
    /// Lends a buffer. Not the shared pool of arrays: that keeps what a thread gives back with the thread, and a run's thread ends with it.
    /// </param>
    public LibWebpRun(LibWebp library, EncoderSettings settings, FramePool pool)
    {
        _library = library;
        _config = library.Configure(settings.Lossless, WebpArguments.QualityOf(settings), WebpArguments.Method);
        _careless = library.Configure(isLossless: false, quality: 0, method: 0);
        (_width, _height) = (settings.Width, settings.Height);
        _turned = pool.Rent();
        _animation = library.Begin(_width, _height);
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="isKept">False when only what follows is compared with it: it then takes as little time as it can.</param>
    public void Add(Frame frame, bool isKept)
    {
        SwapRedAndBlue(frame.Pixels.Span, _turned.Pixels.Span);
        fixed (byte* pixels = _turned.Pixels.Span)
        {
            _library.Add(_animation, pixels, _width, _height, _count * Step, isKept ? _config : _careless);
        }

        _count++;
    }

    /// <summary>Ends the run.</summary>
    /// <returns>A whole WebP file.</returns>
    public byte[] Complete() => _library.End(_animation, _count * Step);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_animation is not null)
        {
            _library.Delete(_animation);
            _animation = null;
            _turned.Dispose();
        }
    }

    private static void SwapRedAndBlue(ReadOnlySpan<byte> rgba, Span<byte> bgra)
    {
        Vector128<byte> order = Vector128.Create((byte)2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15);
        int at = 0;
        for (; at <= rgba.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128.Shuffle(Vector128.Create(rgba.Slice(at, Vector128<byte>.Count)), order).CopyTo(bgra[at..]);
        }

        for (; at < rgba.Length; at += 4)
        {
            (bgra[at], bgra[at + 1], bgra[at + 2], bgra[at + 3]) = (rgba[at + 2], rgba[at + 1], rgba[at], rgba[at + 3]);
        }
    }
}
