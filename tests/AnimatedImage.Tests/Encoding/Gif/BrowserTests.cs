using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace AnimatedImage.Tests.Encoding.Gif;

/// <summary>
/// A browser (headless Chromium) decodes the same frames, delays and repetitions as our plain reader. It reads the files from a server of
/// the test's own through its image decoder (WebCodecs) and posts what it saw. Skipped where no Chromium is installed.
/// </summary>
public sealed class BrowserTests
{
    private const string Page = """
        <!doctype html><script>
        (async () => {
          for (let clip = 0; ; clip++) {
            const response = await fetch(`/${clip}.gif`);
            if (!response.ok) break;
            const lines = [];
            try {
              const decoder = new ImageDecoder({ data: await response.arrayBuffer(), type: "image/gif" });
              await decoder.tracks.ready;
              await decoder.completed;
              const track = decoder.tracks.selectedTrack;
              lines.push(`${track.frameCount} ${track.repetitionCount}`);
              for (let i = 0; i < track.frameCount; i++) {
                const { image } = await decoder.decode({ frameIndex: i });
                const pixels = new Uint8Array(image.allocationSize({ format: "RGBA" }));
                await image.copyTo(pixels, { format: "RGBA" });
                let sum = 0;
                for (const value of pixels) sum = (Math.imul(sum, 33) ^ value) >>> 0;
                lines.push(`${image.duration / 10000} ${sum}`);
                image.close();
              }
            } catch (problem) { lines.push(`${problem}`); }
            await fetch("/seen", { method: "POST", body: lines.join("\n") });
          }
          await fetch("/end", { method: "POST", body: "" });
        })();
        </script>
        """;

    private static readonly string[] _browsers = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    [Fact]
    public async Task Chromium_shows_the_same()
    {
        byte[][] files = [.. OtherDecodersTests.Clips.Select(row => OtherDecodersTests.Make(row.Data).Encode(playCount: 3))];
        using HttpListener server = Listen(out int port);
        Task<List<string>> serving = ServeAsync(server, files);
        using TemporaryFolder profile = new();
        using Process browser = Start(port, profile.File("profile"));
        try
        {
            List<string> seen = await serving.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            Assert.Equal(files.Select(Expected), seen);
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Frames and repetitions after the first play, then each frame's delay in centiseconds and a checksum of its pixels.</summary>
    private static string Expected(byte[] file)
    {
        PlainGif gif = PlainGif.Read(file);
        IEnumerable<string> lines = gif.Frames.Select(frame =>
        {
            uint sum = OtherDecodersTests.Cleared(frame.Rgba).Aggregate(0u, (sum, value) => unchecked((sum * 33) ^ value));
            return string.Create(CultureInfo.InvariantCulture, $"{frame.Delay} {sum}");
        });
        return string.Join('\n', lines.Prepend($"{gif.Frames.Count} 2"));
    }

    private static HttpListener Listen(out int port)
    {
        using (System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        HttpListener server = new();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        return server;
    }

    private static async Task<List<string>> ServeAsync(HttpListener server, byte[][] files)
    {
        List<string> seen = [];
        while (true)
        {
            HttpListenerContext context = await server.GetContextAsync();
            string path = context.Request.Url!.AbsolutePath;
            using HttpListenerResponse response = context.Response;
            if (path == "/seen")
            {
                using StreamReader reader = new(context.Request.InputStream);
                seen.Add(await reader.ReadToEndAsync());
            }
            else if (path == "/end")
            {
                return seen;
            }
            else if (path == "/")
            {
                response.ContentType = "text/html";
                await response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Page));
            }
            else if (path.EndsWith(".gif", StringComparison.Ordinal) && int.Parse(path[1..^4], CultureInfo.InvariantCulture) is int clip && clip < files.Length)
            {
                await response.OutputStream.WriteAsync(files[clip]);
            }
            else
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
            }
        }
    }

    private static Process Start(int port, string profile)
    {
        foreach (string browser in _browsers)
        {
            try
            {
                ProcessStartInfo start = new(browser, ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0", $"--user-data-dir={profile}", $"http://127.0.0.1:{port}/"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
                Process process = Process.Start(start)!;
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                return process;
            }
            catch (Win32Exception)
            {
                // Perhaps it goes by another name.
            }
        }

        Assert.Skip($"No Chromium is installed (looked for {string.Join(", ", _browsers)}): nothing was compared with a browser.");
        throw new UnreachableException();
    }
}
