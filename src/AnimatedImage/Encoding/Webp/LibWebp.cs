using System.Globalization;
using System.Runtime.InteropServices;
using AnimatedImage.Failures;

namespace AnimatedImage.Encoding.Webp;

/// <summary>
/// The system's own libwebp, where it has one: the library that the system's ffmpeg encodes with, without the start of a process and
/// without pipes. Linux distributions install it with ffmpeg, Homebrew too; elsewhere ffmpeg brings its own inside.
/// </summary>
/// <remarks>
/// The names carry the version of the binary interface (7 and 3, both since 2018), and every structure is handed over with the number
/// of the interface that its layout here belongs to: a library of another one refuses it, and then ffmpeg encodes.
/// </remarks>
internal sealed unsafe partial class LibWebp
{
    private const int EncoderInterface = 0x020F;
    private const int MuxInterface = 0x0108;

    private static readonly Lazy<LibWebp?> s_instance = new(Load);

    private readonly delegate* unmanaged<Config*, int, float, int, int> _initConfig;
    private readonly delegate* unmanaged<Picture*, int, int> _initPicture;
    private readonly delegate* unmanaged<Config*, Picture*, int> _encode;
    private readonly nint _write;
    private readonly delegate* unmanaged<void*, void> _free;
    private readonly delegate* unmanaged<Options*, int, int> _initOptions;
    private readonly delegate* unmanaged<int, int, Options*, int, void*> _new;
    private readonly delegate* unmanaged<void*, Picture*, int, Config*, int> _add;
    private readonly delegate* unmanaged<void*, Data*, int> _assemble;
    private readonly delegate* unmanaged<void*, byte*> _error;
    private readonly delegate* unmanaged<void*, void> _delete;

    private LibWebp(nint webp, nint mux)
    {
        _initConfig = (delegate* unmanaged<Config*, int, float, int, int>)NativeLibrary.GetExport(webp, "WebPConfigInitInternal");
        _initPicture = (delegate* unmanaged<Picture*, int, int>)NativeLibrary.GetExport(webp, "WebPPictureInitInternal");
        _encode = (delegate* unmanaged<Config*, Picture*, int>)NativeLibrary.GetExport(webp, "WebPEncode");
        _write = NativeLibrary.GetExport(webp, "WebPMemoryWrite");
        _free = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(webp, "WebPFree");
        _initOptions = (delegate* unmanaged<Options*, int, int>)NativeLibrary.GetExport(mux, "WebPAnimEncoderOptionsInitInternal");
        _new = (delegate* unmanaged<int, int, Options*, int, void*>)NativeLibrary.GetExport(mux, "WebPAnimEncoderNewInternal");
        _add = (delegate* unmanaged<void*, Picture*, int, Config*, int>)NativeLibrary.GetExport(mux, "WebPAnimEncoderAdd");
        _assemble = (delegate* unmanaged<void*, Data*, int>)NativeLibrary.GetExport(mux, "WebPAnimEncoderAssemble");
        _error = (delegate* unmanaged<void*, byte*>)NativeLibrary.GetExport(mux, "WebPAnimEncoderGetError");
        _delete = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(mux, "WebPAnimEncoderDelete");
    }

    /// <summary>The library; null where the system has none that fits.</summary>
    public static LibWebp? Instance => s_instance.Value;

    /// <summary>A configuration.</summary>
    /// <param name="isLossless">True keeps every pixel.</param>
    /// <param name="quality">0–100.</param>
    /// <param name="method">0 (fast) to 6 (small).</param>
    public Config Configure(bool isLossless, float quality, int method)
    {
        Config config = default;
        Require(_initConfig(&config, 0, quality, EncoderInterface) != 0, "its configuration");
        config.Lossless = isLossless ? 1 : 0;
        config.Quality = quality;
        config.Method = method;
        return config;
    }

    /// <summary>Encodes a part of an opaque picture, lossy.</summary>
    /// <param name="planes">The whole picture.</param>
    /// <param name="left">Left edge of the part in pixels; even.</param>
    /// <param name="top">Top edge of the part in pixels; even.</param>
    /// <param name="width">Width of the part in pixels.</param>
    /// <param name="height">Height of the part in pixels.</param>
    /// <param name="config">What <see cref="Configure"/> gave.</param>
    /// <returns>A still WebP file.</returns>
    public byte[] Encode(YuvPlanes planes, int left, int top, int width, int height, Config config)
    {
        Picture picture = default;
        Writer writer = default;
        Require(_initPicture(&picture, EncoderInterface) != 0, "its picture");
        int luma = (top * planes.Width) + left;
        int chroma = (top / 2 * planes.ChromaWidth) + (left / 2);
        try
        {
            fixed (byte* y = planes.Y, u = planes.U, v = planes.V)
            {
                (picture.Width, picture.Height) = (width, height);
                picture.Y = y + luma;
                picture.U = u + chroma;
                picture.V = v + chroma;
                (picture.LumaStride, picture.ChromaStride) = (planes.Width, planes.ChromaWidth);
                picture.Writer = _write;
                picture.WriterState = &writer;
                Require(_encode(&config, &picture) != 0, string.Create(CultureInfo.InvariantCulture, $"error {picture.Error}"));
            }

            return new ReadOnlySpan<byte>(writer.Bytes, checked((int)writer.Size)).ToArray();
        }
        finally
        {
            _free(writer.Bytes);
        }
    }

    /// <summary>Begins an animation without key frames but the first, as ffmpeg's encoder does.</summary>
    public void* Begin(int width, int height)
    {
        Options options = default;
        Require(_initOptions(&options, MuxInterface) != 0, "its options");
        void* animation = _new(width, height, &options, MuxInterface);
        Require(animation is not null, "an animation of this size");
        return animation;
    }

    /// <summary>Adds a frame of BGRA pixels.</summary>
    public void Add(void* animation, byte* pixels, int width, int height, int time, Config config)
    {
        Picture picture = default;
        Require(_initPicture(&picture, EncoderInterface) != 0, "its picture");
        picture.UseArgb = 1;
        picture.Width = width;
        picture.Height = height;
        picture.Argb = pixels;
        picture.ArgbStride = width;
        Require(_add(animation, &picture, time, &config) != 0, Marshal.PtrToStringUTF8((nint)_error(animation)));
    }

    /// <summary>Ends an animation.</summary>
    /// <param name="animation">What <see cref="Begin"/> gave.</param>
    /// <param name="time">When the last frame ends.</param>
    /// <returns>A whole WebP file.</returns>
    public byte[] End(void* animation, int time)
    {
        Data data = default;
        Require(_add(animation, null, time, null) != 0 && _assemble(animation, &data) != 0, Marshal.PtrToStringUTF8((nint)_error(animation)));
        byte[] file = new ReadOnlySpan<byte>(data.Bytes, checked((int)data.Size)).ToArray();
        _free(data.Bytes);
        return file;
    }

    /// <summary>Frees an animation.</summary>
    public void Delete(void* animation) => _delete(animation);

    private static void Require(bool isDone, string? what)
    {
        if (!isDone)
        {
            throw new ConversionException(
                ErrorId.OutOfMemory,
                FailureKind.Internal,
                $"The WebP encoder failed: libwebp: {what}.",
                "Most likely memory ran out: make the animation smaller, or convert fewer videos at once.");
        }
    }

    private static LibWebp? Load()
    {
        if (!BitConverter.IsLittleEndian || nint.Size != sizeof(long) || !TryLoad("webp", 7, out nint webp) || !TryLoad("webpmux", 3, out nint mux))
        {
            return null;
        }

        try
        {
            LibWebp library = new(webp, mux);
            library.Configure(isLossless: false, quality: 0, method: 0);
            library.Delete(library.Begin(1, 1));
            return library;
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or ConversionException)
        {
            return null;
        }
    }

    private static bool TryLoad(string name, int version, out nint library)
    {
        library = 0;
        string[] candidates = OperatingSystem.IsLinux()
            ? [FormattableString.Invariant($"lib{name}.so.{version}")]
            : OperatingSystem.IsMacOS()
            ? [FormattableString.Invariant($"/opt/homebrew/lib/lib{name}.{version}.dylib"), FormattableString.Invariant($"/usr/local/lib/lib{name}.{version}.dylib")]
            : [];
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out library))
            {
                return true;
            }
        }

        return false;
    }
}
