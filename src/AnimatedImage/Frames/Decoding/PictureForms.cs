using System.Globalization;
using AnimatedImage.Media;

namespace AnimatedImage.Frames.Decoding;

/// <summary>
/// The forms that each decoded picture takes: one decode and one pipe serve outputs of different sizes and pixel layouts. Each form is a
/// video stream of its own in what ffmpeg writes, and is what it would be alone; together they are the parts of one frame.
/// </summary>
internal sealed class PictureForms
{
    private readonly PictureFilters[] _filters;

    /// <summary>Takes the forms, all of one source.</summary>
    /// <param name="forms">At least one.</param>
    /// <param name="video">The stream.</param>
    /// <param name="capabilities">What this ffmpeg can do.</param>
    public PictureForms(IReadOnlyList<PictureForm> forms, VideoStreamInfo video, FFmpegCapabilities capabilities)
    {
        Forms = forms;
        _filters = [.. forms.Select(form => new PictureFilters(form, video, capabilities))];
    }

    /// <summary>The forms, in the order of a frame's parts.</summary>
    public IReadOnlyList<PictureForm> Forms { get; }

    /// <summary>True when tone-mapping is asked for but this ffmpeg lacks the filters.</summary>
    public bool LacksToneMapping => _filters.Any(filters => filters.LacksToneMapping);

    /// <summary>Filters that need a picture's neighbours in time and so come before frames are chosen: the same for all forms.</summary>
    public IEnumerable<string> BeforeSelection() => _filters[0].BeforeSelection();

    /// <summary>The arguments that choose frames of a stream and give them their forms.</summary>
    /// <param name="stream">The stream's index.</param>
    /// <param name="selection">The filters that choose frames.</param>
    public IReadOnlyList<string> Arguments(int stream, IEnumerable<string> selection)
    {
        string chosen = string.Join(',', [.. BeforeSelection(), .. selection]);
        return _filters is [var only]
            ? ["-map", string.Create(CultureInfo.InvariantCulture, $"0:{stream}"), "-vf", string.Join(',', [chosen, .. only.AfterSelection()])]
            : Arguments(string.Create(CultureInfo.InvariantCulture, $"[0:{stream}]{chosen}"));
    }

    /// <summary>The arguments that give their forms to frames that a graph of filters chooses.</summary>
    /// <param name="chosen">The graph; its last filter's output has no label yet.</param>
    public IReadOnlyList<string> Arguments(string chosen)
    {
        IEnumerable<string> forms = _filters.Select((filters, index) =>
            string.Create(CultureInfo.InvariantCulture, $"[form{index}]{string.Join(',', filters.AfterSelection())}[part{index}]"));
        string split = string.Create(CultureInfo.InvariantCulture, $"split={_filters.Length}{string.Concat(Numbered("form"))}");
        return ["-filter_complex", $"{chosen},{split};{string.Join(';', forms)}", .. Numbered("part").SelectMany(label => (string[])["-map", label])];
    }

    private IEnumerable<string> Numbered(string name) =>
        Enumerable.Range(0, _filters.Length).Select(index => string.Create(CultureInfo.InvariantCulture, $"[{name}{index}]"));
}
