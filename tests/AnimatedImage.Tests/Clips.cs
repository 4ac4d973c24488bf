using System.Buffers.Binary;
using System.Collections.Concurrent;
using AnimatedImage.Failures;
using AnimatedImage.Media;

namespace AnimatedImage.Tests;

/// <summary>
/// The media of the tests: tiny clips that ffmpeg makes from its synthetic sources, each on first use and once a run. Safe to use
/// from many tests at once; nobody changes a clip in place.
/// </summary>
public static class Clips
{
    private static readonly string s_folder = Directory.CreateTempSubdirectory("animatedimage-clips-").FullName;
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> s_made = new(StringComparer.Ordinal);

    static Clips() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        try
        {
            Directory.Delete(s_folder, recursive: true);
        }
        catch (IOException)
        {
            // A test left something open; the system cleans its temporary folder.
        }
    };

    /// <summary>The clip's full path; its name is one of <see cref="ClipRecipes"/>. The test is skipped where this ffmpeg has no encoder for it.</summary>
    public static async Task<string> GetAsync(string name)
    {
        try
        {
            return await s_made.GetOrAdd(name, static key => new Lazy<Task<string>>(() => Task.Run(() => MakeAsync(key)))).Value;
        }
        catch (ConversionException failure) when (failure.ErrorId == ErrorId.EncoderMissing)
        {
            Assert.Skip($"The clip {name} cannot be made here: {failure.Message}");
            throw;
        }
    }

    /// <summary>Runs ffmpeg with these arguments, in a folder of its own for what it writes.</summary>
    public static async Task RunAsync(params string[] arguments)
    {
        FFmpegTools tools = FFmpegLocator.Find();
        ProcessLimits limits = new() { Memory = null, WallTime = TimeSpan.FromMinutes(2) };
        await using FFmpegProcess child = FFmpegProcess.Start(
            tools.FFmpegPath, ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", .. arguments], limits, CancellationToken.None);
        await child.Output.CopyToAsync(Stream.Null);
        await child.EnsureSuccessAsync(arguments[^1]);
    }

    private static async Task<string> MakeAsync(string name)
    {
        // A folder for each, because a playlist comes with its segments.
        string folder = Directory.CreateDirectory(Path.Combine(s_folder, name)).FullName;
        string path = Path.Combine(folder, name.Contains('.', StringComparison.Ordinal) ? name : "clip." + name);
        switch (name)
        {
            case "rotated-90.mp4":
                await RotateAsync(path, 0, 1, -1, 0);
                break;
            case "rotated-180.mp4":
                await RotateAsync(path, -1, 0, 0, -1);
                break;
            case "rotated-270.mp4":
                await RotateAsync(path, 0, -1, 1, 0);
                break;
            case "empty.mp4":
                await File.WriteAllBytesAsync(path, []);
                break;
            case "text.mp4":
                await File.WriteAllTextAsync(path, "This is no video.\n");
                break;
            case "without-moov.mp4":
                byte[] whole = await File.ReadAllBytesAsync(await GetAsync("mp4"));
                await File.WriteAllBytesAsync(path, whole[..whole.AsSpan().LastIndexOf("moov"u8)]);
                break;
            case "cut.mp4":
                byte[] fast = await File.ReadAllBytesAsync(await GetAsync("faststart.mp4"));
                await File.WriteAllBytesAsync(path, fast[..(fast.Length * 6 / 10)]);
                break;
            case "edit-list.mp4":
                await RunAsync("-ss", "0.7", "-i", await GetAsync("mp4"), "-c", "copy", path);
                break;
            case "with-cover.mkv":
                await CoverAsync(path);
                break;
            default:
                await RunAsync([.. ClipRecipes.Arguments(name), path]);
                break;
        }

        return path;
    }

    // What phones write, and what newer versions of ffmpeg have no option for: the matrix in the track header.
    private static async Task RotateAsync(string path, params int[] matrix)
    {
        byte[] bytes = await File.ReadAllBytesAsync(await GetAsync("mp4"));
        int at = bytes.AsSpan().IndexOf("tkhd"u8) + 44;
        int[] offsets = [0, 4, 12, 16];
        for (int i = 0; i < matrix.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at + offsets[i]), matrix[i] << 16);
        }

        await File.WriteAllBytesAsync(path, bytes);
    }

    private static async Task CoverAsync(string path)
    {
        string cover = Path.ChangeExtension(path, ".png");
        await RunAsync("-f", "lavfi", "-i", "testsrc=s=400x400:d=1", "-frames:v", "1", cover);
        await RunAsync("-i", await GetAsync("mkv"), "-map", "0", "-c", "copy", "-attach", cover, "-metadata:s:t", "mimetype=image/png", path);
    }
}
