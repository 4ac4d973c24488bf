using System.Globalization;
using AnimatedImage.Media;
using AnimatedImage.Planning;

namespace AnimatedImage.Frames.Decoding;

/// <summary>
/// Several forms of each decoded picture in one frame, below each other: one decode and one pipe serve outputs of different sizes. Each
/// form is what it would be alone; what lies to the right of a narrower one means nothing.
/// </summary>
internal sealed class PictureStack
{
    private readonly PictureFilters[] _filters;
    private readonly IReadOnlyList<PictureTransform> _pictures;

    /// <summary>Takes the forms, all of one source.</summary>
    /// <param name="pictures">At least one.</param>
    /// <param name="video">The stream.</param>
    /// <param name="capabilities">What this ffmpeg can do.</param>
    public PictureStack(IReadOnlyList<PictureTransform> pictures, VideoStreamInfo video, FFmpegCapabilities capabilities)
    {
        _pictures = pictures;
        _filters = [.. pictures.Select(picture => new PictureFilters(picture, video, capabilities))];
        Width = pictures.Max(picture => picture.CanvasWidth);
        Height = pictures.Sum(picture => picture.CanvasHeight);
    }

    /// <summary>Width of the frame in pixels: that of the widest form.</summary>
    public int Width { get; }

    /// <summary>Height of the frame in pixels: that of all forms together.</summary>
    public int Height { get; }

    /// <summary>True when tone-mapping is asked for but this ffmpeg lacks the filters.</summary>
    public bool LacksToneMapping => _filters.Any(filters => filters.LacksToneMapping);

    /// <summary>Filters that need a picture's neighbours in time and so come before frames are chosen: the same for all forms.</summary>
    public IEnumerable<string> BeforeSelection() => _filters[0].BeforeSelection();

    /// <summary>Filters for the frames that were chosen; what comes out is RGBA in the size of the frame.</summary>
    public IEnumerable<string> AfterSelection()
    {
        if (_filters.Length == 1)
        {
            return _filters[0].AfterSelection();
        }

        string Label(string name) => string.Concat(Enumerable.Range(0, _filters.Length).Select(index => string.Create(CultureInfo.InvariantCulture, $"[{name}{index}]")));
        IEnumerable<string> forms = _filters.Select((filters, index) =>
        {
            string pad = _pictures[index].CanvasWidth == Width ? "" : string.Create(CultureInfo.InvariantCulture, $",pad={Width}:ih:0:0:color=black@0");
            return string.Create(CultureInfo.InvariantCulture, $"[form{index}]{string.Join(',', filters.AfterSelection())}{pad}[part{index}]");
        });
        return [string.Create(
            CultureInfo.InvariantCulture,
            $"split={_filters.Length}{Label("form")};{string.Join(';', forms)};{Label("part")}vstack=inputs={_filters.Length}:shortest=0")];
    }
}
