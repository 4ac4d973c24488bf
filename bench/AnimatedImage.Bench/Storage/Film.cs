using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using AnimatedImage.Bench.Measuring;

namespace AnimatedImage.Bench.Storage;

/// <summary>A long MP4 file: one clip again and again, its pictures as they are.</summary>
/// <param name="File">Where it is.</param>
internal sealed record Film(string File)
{
    /// <summary>Its bytes.</summary>
    public long Bytes { get; } = new FileInfo(File).Length;

    /// <summary>Makes one in a folder.</summary>
    /// <param name="clip">The clip that is repeated.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="indexFirst">True puts the index (<c>moov</c>) before the pictures, false behind them.</param>
    /// <param name="folder">Where.</param>
    public static Film Make(string clip, int seconds, bool indexFirst, string folder)
    {
        string file = Path.Combine(folder, indexFirst ? "index-first.mp4" : "index-last.mp4");
        string[] order = indexFirst ? ["-movflags", "+faststart"] : [];
        ProcessMeter.Run("ffmpeg", ["-v", "error", "-stream_loop", "-1", "-i", clip, "-map", "0:v", "-c", "copy", "-t", $"{seconds}", .. order, "-y", file]);
        return new Film(file);
    }

    /// <summary>A clip to repeat where none is given: 854x480, about 0.9 Mbit/s, key frames up to 10 s apart, as films on the web are.</summary>
    public static string MakeClip(string folder)
    {
        string clip = Path.Combine(folder, "clip.mp4");
        ProcessMeter.Run(
            "ffmpeg",
            ["-v", "error", "-f", "lavfi", "-i", "mandelbrot=size=854x480:rate=24", "-t", "30", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "900k", "-g", "240", "-pix_fmt", "yuv420p", clip]);
        return clip;
    }

    /// <summary>Bytes of the index.</summary>
    public long IndexBytes() => FindIndex().Bytes;

    /// <summary>Bytes of the pictures that a stretch takes, from the key frame before it.</summary>
    public long PacketBytes(double start, double seconds)
    {
        string interval = string.Create(CultureInfo.InvariantCulture, $"{start}%{start + seconds}");
        ProcessStartInfo info = new("ffprobe", ["-v", "error", "-select_streams", "v:0", "-read_intervals", interval, "-show_entries", "packet=size", "-of", "csv=p=0", File])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => long.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))
            : throw new BenchException($"ffprobe could not list the packets of {File}.");
    }

    /// <summary>Puts a hole of so many bytes before an index that stands last, so that the index is far away but every picture where it was.</summary>
    public Film Stretch(long hole)
    {
        (long place, long bytes) = FindIndex();
        using (FileStream file = System.IO.File.Open(File, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = place;
            byte[] index = new byte[bytes];
            file.ReadExactly(index);

            // A box of its own with a 64-bit length (ISO/IEC 14496-12, 4.2 and 8.1.2); the system keeps no blocks for what is not written.
            byte[] free = new byte[16];
            BinaryPrimitives.WriteUInt32BigEndian(free, 1);
            "free"u8.CopyTo(free.AsSpan(4));
            BinaryPrimitives.WriteInt64BigEndian(free.AsSpan(8), hole);
            file.SetLength(place);
            file.Position = place;
            file.Write(free);
            file.Position = place + hole;
            file.Write(index);
        }

        return new Film(File);
    }

    private (long Place, long Bytes) FindIndex()
    {
        using FileStream file = System.IO.File.OpenRead(File);
        Span<byte> head = stackalloc byte[16];
        for (long place = 0; place + 8 <= file.Length;)
        {
            file.Position = place;
            int read = file.ReadAtLeast(head, 16, throwOnEndOfStream: false);
            long length = BinaryPrimitives.ReadUInt32BigEndian(head) switch
            {
                0 => file.Length - place,
                1 when read == 16 => BinaryPrimitives.ReadInt64BigEndian(head[8..]),
                uint given => given,
            };
            if (head[4..8].SequenceEqual("moov"u8))
            {
                return (place, length);
            }

            place += Math.Max(length, 8);
        }

        throw new BenchException($"{File} has no index (moov).");
    }
}
