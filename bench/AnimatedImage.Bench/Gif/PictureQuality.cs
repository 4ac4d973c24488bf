using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AnimatedImage.Bench.Gif;

/// <summary>How close an animation is to its source. Lower is better but for PSNR.</summary>
/// <param name="Ssimulacra">Mean of `ssimulacra_main` over sampled frames; null where it is not installed.</param>
/// <param name="Butteraugli">Mean 3-norm of `butteraugli_main`; null where it is not installed.</param>
/// <param name="ButteraugliMax">Mean of its largest value.</param>
/// <param name="Psnr">Over all frames, in dB.</param>
/// <param name="Flicker">Root mean square of the change of green between frames, less the source's, where the source stands still (±2 levels).</param>
internal sealed record PictureQuality(double? Ssimulacra, double? Butteraugli, double? ButteraugliMax, double Psnr, double Flicker)
{
    private const int Samples = 4;
    private const int StillLevels = 2;
    private const double BestPsnr = 100;

    /// <summary>Compares a GIF with the frames it was made of.</summary>
    public static PictureQuality Measure(RawClip clip, string gif, string folder)
    {
        GifPictures pictures = GifPictures.Read(gif);
        if ((pictures.Width, pictures.Height) != (clip.Width, clip.Height))
        {
            throw new BenchException($"{gif} is {pictures.Width}×{pictures.Height} and its source {clip.Width}×{clip.Height}.");
        }

        byte[] source = File.ReadAllBytes(clip.File);
        IReadOnlyList<byte[]> shown = pictures.Sample(clip.Count);
        double squares = 0, flicker = 0;
        long still = 0;
        for (int i = 0; i < clip.Count; i++)
        {
            ReadOnlySpan<byte> wanted = source.AsSpan(i * clip.FrameBytes, clip.FrameBytes);
            for (int at = 0; at < wanted.Length; at++)
            {
                int error = shown[i][at] - wanted[at];
                squares += error * error;
            }

            for (int at = 1; at < wanted.Length && i > 0; at += 3)
            {
                int moved = wanted[at] - source[((i - 1) * clip.FrameBytes) + at];
                if (Math.Abs(moved) <= StillLevels)
                {
                    int change = shown[i][at] - shown[i - 1][at] - moved;
                    flicker += change * change;
                    still++;
                }
            }
        }

        double psnr = Math.Min(BestPsnr, 10 * Math.Log10(255.0 * 255 * clip.FrameBytes * clip.Count / Math.Max(1e-9, squares)));
        List<(double? Ssimulacra, double? Norm, double? Max)> samples = [];
        for (int sample = 0; sample < Samples; sample++)
        {
            int i = (int)((sample + 0.5) * clip.Count / Samples);
            string wanted = WritePpm(clip, source.AsSpan(i * clip.FrameBytes, clip.FrameBytes), Path.Combine(folder, "source.ppm"));
            string given = WritePpm(clip, shown[i], Path.Combine(folder, "shown.ppm"));
            string[]? butteraugli = Ask("butteraugli_main", wanted, given);
            samples.Add((Number(Ask("ssimulacra_main", wanted, given)?[0]), Number(butteraugli?[1].Split(' ')[^1]), Number(butteraugli?[0])));
        }

        return new PictureQuality(samples.Average(sample => sample.Ssimulacra), samples.Average(sample => sample.Norm), samples.Average(sample => sample.Max), psnr, Math.Sqrt(flicker / Math.Max(1, still)));
    }

    private static string WritePpm(RawClip clip, ReadOnlySpan<byte> rgb, string path)
    {
        using FileStream file = File.Create(path);
        file.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P6\n{clip.Width} {clip.Height}\n255\n")));
        file.Write(rgb);
        return path;
    }

    private static double? Number(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);

    private static string[]? Ask(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            return lines;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
