using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AnimatedImage.Tests.Browsers;

/// <summary>
/// A server of the test's own on the loopback: gives a browser a page and the files that the page decodes, and takes what it saw.
/// </summary>
internal sealed class BrowserServer : IDisposable
{
    private const string Page = """
        <!doctype html><script>
        (async () => {
          const tell = (path, body) => fetch(path, { method: "POST", body });
          for (let clip = 0; ; clip++) {
            const response = await fetch(`/file/${clip}`);
            if (!response.ok) break;
            try {
              const decoder = new ImageDecoder({
                data: await response.arrayBuffer(), type: response.headers.get("Content-Type"), premultiplyAlpha: "none",
              });
              await decoder.tracks.ready;
              await decoder.completed;
              const track = decoder.tracks.selectedTrack;
              for (let i = 0; i < track.frameCount; i++) {
                const { image } = await decoder.decode({ frameIndex: i });
                const pixels = new Uint8Array(image.allocationSize({ format: "RGBA" }));
                await image.copyTo(pixels, { format: "RGBA" });
                await tell(`/frame/${image.duration ?? 0}`, pixels);
                image.close();
              }
              await tell(`/clip/${track.repetitionCount === Infinity ? -1 : track.repetitionCount}`, "");
            } catch (problem) { await tell("/problem/", `${problem}`); break; }
          }
          await tell("/end/", "");
        })();
        </script>
        """;

    private readonly HttpListener _listener;
    private readonly IReadOnlyList<(string Type, byte[] File)> _files;

    public BrowserServer(IReadOnlyList<(string Type, byte[] File)> files)
    {
        _files = files;
        (_listener, Address) = Listen();
    }

    /// <summary>Where the page is.</summary>
    public string Address { get; }

    /// <summary>Serves until the page has decoded every file, and tells what it saw.</summary>
    public async Task<IReadOnlyList<BrowserAnimation>> ServeAsync()
    {
        List<BrowserAnimation> seen = [];
        List<BrowserFrame> frames = [];
        while (true)
        {
            HttpListenerContext context = await _listener.GetContextAsync();
            string[] path = context.Request.Url!.AbsolutePath.Split('/');
            long Number() => long.Parse(path[2], CultureInfo.InvariantCulture);
            using HttpListenerResponse response = context.Response;
            switch (path[1])
            {
                case "":
                    await GiveAsync(response, "text/html", System.Text.Encoding.UTF8.GetBytes(Page));
                    break;
                case "file" when Number() < _files.Count:
                    await GiveAsync(response, _files[(int)Number()].Type, _files[(int)Number()].File);
                    break;
                case "frame":
                    frames.Add(new BrowserFrame(await TakeAsync(context.Request), TimeSpan.FromMicroseconds(Number())));
                    break;
                case "clip":
                    // The browser counts repetitions after the first play.
                    seen.Add(new BrowserAnimation((int)Number() + 1, frames));
                    frames = [];
                    break;
                case "problem":
                    Assert.Fail($"The browser cannot decode file {seen.Count} ({_files[seen.Count].Type}), frame {frames.Count}: {System.Text.Encoding.UTF8.GetString(await TakeAsync(context.Request))}");
                    break;
                case "end":
                    return seen;
                default:
                    response.StatusCode = (int)HttpStatusCode.NotFound;
                    break;
            }
        }
    }

    public void Dispose() => _listener.Close();

    private static async Task GiveAsync(HttpListenerResponse response, string type, byte[] content)
    {
        response.ContentType = type;
        await response.OutputStream.WriteAsync(content);
    }

    private static async Task<byte[]> TakeAsync(HttpListenerRequest request)
    {
        using MemoryStream body = new();
        await request.InputStream.CopyToAsync(body);
        return body.ToArray();
    }

    private static (HttpListener Listener, string Address) Listen()
    {
        while (true)
        {
            using TcpListener free = new(IPAddress.Loopback, 0);
            free.Start();
            string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
            free.Stop();
            HttpListener listener = new();
            listener.Prefixes.Add(address);
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException)
            {
                // Somebody else was quicker to take the port.
                listener.Close();
            }
        }
    }
}
