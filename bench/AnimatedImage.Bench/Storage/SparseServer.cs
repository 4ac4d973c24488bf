using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AnimatedImage.Bench.Storage;

/// <summary>
/// Serves one file as an object of an S3 store that asks for no signature: HEAD, and GET with a range. Ceph cannot hold a sparse
/// object; this can, because it reads a sparse file.
/// </summary>
internal sealed class SparseServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _file;

    public SparseServer(string file)
    {
        _file = file;
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        _listener.Prefixes.Add(Endpoint.AbsoluteUri);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens; whatever bucket and key are asked for, the file is meant.</summary>
    public Uri Endpoint { get; }

    public void Dispose() => _listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using HttpListenerResponse response = context.Response;
        try
        {
            await using FileStream file = File.OpenRead(_file);
            (long first, long last) = RangeOf(context.Request.Headers["Range"], file.Length);
            response.ContentType = "video/mp4";
            response.Headers["ETag"] = "\"sparse\"";
            response.Headers["Last-Modified"] = "Sun, 01 Nov 2026 00:00:00 GMT";
            response.ContentLength64 = last - first + 1;
            if (context.Request.Headers["Range"] is not null)
            {
                response.StatusCode = (int)HttpStatusCode.PartialContent;
                response.Headers["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{file.Length}");
            }

            if (context.Request.HttpMethod == "GET")
            {
                await SendAsync(file, first, last - first + 1, response.OutputStream);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Who asked has had enough.
        }
    }

    private static async Task SendAsync(FileStream file, long first, long count, Stream output)
    {
        byte[] buffer = new byte[64 * 1024];
        file.Position = first;
        while (count > 0)
        {
            int read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)));
            await output.WriteAsync(buffer.AsMemory(0, read));
            count -= read;
        }
    }

    private static (long First, long Last) RangeOf(string? range, long length)
    {
        // "bytes=0-499": the only form that our stores send.
        string[] ends = range?["bytes=".Length..].Split('-') ?? ["0", ""];
        long first = long.Parse(ends[0], CultureInfo.InvariantCulture);
        return (first, ends[1].Length == 0 ? length - 1 : Math.Min(long.Parse(ends[1], CultureInfo.InvariantCulture), length - 1));
    }
}
