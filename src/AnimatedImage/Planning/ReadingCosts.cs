using AnimatedImage.Media;

namespace AnimatedImage.Planning;

/// <summary>
/// What ways of reading cost, in seconds: a model with few constants, measured with ffmpeg 5.1 on one core of a server of 2023. Their
/// ratios decide, and those differ little between machines.
/// </summary>
/// <param name="media">The source.</param>
/// <param name="conditions">The machine and the storage.</param>
internal sealed class ReadingCosts(MediaInfo media, ReadingConditions conditions)
{
    // An ffmpeg that starts and ends: most of it is the linking of its two hundred libraries.
    private const double Process = 0.065;

    // It opens a film of two hours.
    private const double Open = 0.02;

    private const double Start = Process + Open;

    // H.264 of 854 × 480: 1.5 ms a frame.
    private const double NanosecondsPerPixel = 3.7;

    // Frames pass filters and are counted whatever their size.
    private const double FrameOverhead = 20e-6;

    // Packets that are read and dropped.
    private const double DroppedBytesPerSecond = 100e6;

    // The header lies in the gateway's cache after the first time; then come the bytes at the target.
    private const double RequestsPerSeek = 2;

    // Each is a process of its own; more of them only wait for the storage.
    private const int MostSeeks = 8;

    // More seeks in one ffmpeg gain little: what is left of its start is no more than the opening of the file.
    private const int MostTogether = 6;

    // Each time a source is opened, its index and the pictures that its decoder holds lie in memory once more.
    private const double MostSharedBytes = 80 << 20;
    private const double IndexBytesPerPacket = 50;
    private const double AudioPacketsPerSecond = 47;
    private const double HeldPictures = 16;

    /// <summary>Decodes that are worth running at once: those that wait for a network leave their core to others.</summary>
    public int Parallel { get; } = Math.Clamp(conditions.IsRemote ? conditions.Cores * 2 : conditions.Cores, 1, MostSeeks);

    /// <summary>
    /// Seeks that are worth sharing an ffmpeg. Only where times do not jump, for what is taken for a jump holds for all of them, and where
    /// no network is waited for, because they run one after the other.
    /// </summary>
    public int Together => conditions.IsRemote || !IsIndexed ? 1 : (int)Math.Clamp(MostSharedBytes / OpenBytes, 1, MostTogether);

    /// <summary>One decode over <paramref name="length"/> of the source.</summary>
    public double Through(TimeSpan length) =>
        Start + Wait(1) + Math.Max((length + Lead).TotalSeconds * DecodeSecond / ThreadGain, Transfer(length));

    /// <summary>Samples in groups, each begun at the key frame before it.</summary>
    /// <param name="samples">Number of samples.</param>
    /// <param name="interval">Their distance.</param>
    /// <param name="group">Samples that share a decode.</param>
    /// <param name="together">Groups that share an ffmpeg.</param>
    public double Seeks(int samples, TimeSpan interval, int group, int together)
    {
        int groups = (samples + group - 1) / group;
        TimeSpan decoded = Lead + (interval * (group - 1));
        double rounds = Math.Max((double)groups / Parallel, 1);
        double one = SharedStart(groups, together) + Wait(RequestsPerSeek) + (decoded.TotalSeconds * DecodeSecond);

        // The line to the storage is shared by all.
        return Math.Max(one * rounds / BusyCores(groups), Transfer(decoded) * groups);
    }

    /// <summary>One seek for each sample, where only key frames are decoded: it reads on up to the next one.</summary>
    /// <param name="samples">Number of samples.</param>
    /// <param name="together">Samples that share an ffmpeg.</param>
    public double KeyFrameSeeks(int samples, int together)
    {
        double one = SharedStart(samples, together) + Wait(RequestsPerSeek) + Skip(Spacing) + (2 * DecodeFrame);
        return Math.Max(one * Math.Max((double)samples / Parallel, 1) / BusyCores(samples), Transfer(Spacing) * samples);
    }

    /// <summary>One pass over <paramref name="length"/> that decodes key frames only.</summary>
    public double KeyFramePass(TimeSpan length)
    {
        double keys = Math.Max(1, length / Spacing);
        return Start + Wait(1) + Math.Max(Skip(length) + (keys * DecodeFrame), Transfer(length));
    }

    private bool IsIndexed => media.Container.StartsWith("mov,", StringComparison.Ordinal) || media.Container.StartsWith("matroska", StringComparison.Ordinal);

    private double OpenBytes =>
        (media.Duration.TotalSeconds * (media.Video.FrameRate.Value + (media.AudioStreamCount * AudioPacketsPerSecond)) * IndexBytesPerPacket)
        + (media.Video.StoredWidth * media.Video.StoredHeight * 1.5 * HeldPictures);

    private TimeSpan Spacing => KeyFrameSpacing.Of(media);

    // A sample lies anywhere between two key frames.
    private TimeSpan Lead => Spacing / 2;

    private double DecodeSecond => DecodeFrame * media.Video.FrameRate.Value;

    private double DecodeFrame =>
        FrameOverhead + ((double)media.Video.StoredWidth * media.Video.StoredHeight * NanosecondsPerPixel * 1e-9 * Weight(media.Video.Codec));

    // Two threads decode nearly twice as fast, more gain less; and the reader, the filters and the pipe are one.
    private double ThreadGain => IsThreaded(media.Video.Codec) ? Math.Min(Math.Pow(conditions.Cores, 0.85), 6) : 1;

    private double BytesPerSecond => media.BitRate is { } bits ? bits / 8.0 : media.Bytes is { } bytes ? bytes / Math.Max(media.Duration.TotalSeconds, 1) : 0;

    // As many share one as leaves something for each of those that run at once.
    private double SharedStart(int seeks, int together) => Open + (Process / Math.Clamp(seeks / Parallel, 1, together));

    private double Wait(double requests) => conditions.Latency.TotalSeconds * requests;

    private double Transfer(TimeSpan length) => conditions.BytesPerSecond is { } speed ? BytesPerSecond * length.TotalSeconds / speed : 0;

    private double Skip(TimeSpan length) => BytesPerSecond * length.TotalSeconds / DroppedBytesPerSecond;

    // Over a network more decodes run than there are cores; when they do not wait they share them.
    private double BusyCores(int decodes)
    {
        int atOnce = Math.Min(Parallel, decodes);
        return atOnce <= conditions.Cores || conditions.Latency.TotalSeconds * RequestsPerSeek > Start ? 1 : (double)conditions.Cores / atOnce;
    }

    private static double Weight(string codec) => codec switch
    {
        "hevc" or "vvc" => 1.5,
        "av1" or "vp9" => 1.3,
        "mpeg2video" or "mpeg4" or "mpeg1video" or "h263" or "flv1" or "wmv1" or "wmv2" or "mjpeg" => 0.5,
        "prores" or "jpeg2000" or "cfhd" => 3,
        _ => 1,
    };

    private static bool IsThreaded(string codec) => codec is not ("wmv1" or "wmv2" or "wmv3" or "vc1" or "rv10" or "rv20" or "flv1" or "h263" or "theora" or "gif" or "qtrle");
}
