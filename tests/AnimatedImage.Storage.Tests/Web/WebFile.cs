using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AnimatedImage.Storage.Tests.Web;

/// <summary>A web server on this machine with one file, as well or as badly behaved as a test wants it.</summary>
internal sealed class WebFile : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<string> _requests = new();

    public WebFile()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The file.</summary>
    public byte[] Content { get; set; } = [];

    /// <summary>Headers of every answer: an ETag, a type.</summary>
    public string[] Headers { get; set; } = ["ETag: \"v1\""];

    /// <summary>False answers with the whole file whatever range is asked for.</summary>
    public bool KnowsRanges { get; set; } = true;

    /// <summary>False ends the body by closing the connection.</summary>
    public bool SaysLength { get; set; } = true;

    /// <summary>The answer to HEAD; 0 = as to GET.</summary>
    public int HeadStatus { get; set; }

    /// <summary>The answer to everything; 0 = the file.</summary>
    public int Status { get; set; }

    /// <summary>True never answers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Every request's head.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The file's address.</summary>
    public MediaLocation Location => At("127.0.0.1");

    /// <summary>The same by another name of this machine.</summary>
    public MediaLocation At(string host, string userInfo = "") => MediaLocation.Parse($"http://{userInfo}{host}:{Port}/clip.mp4?token=SECRET");

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient owned = client;
        try
        {
            NetworkStream stream = client.GetStream();
            using StreamReader reader = new(stream, System.Text.Encoding.Latin1, leaveOpen: true);
            StringBuilder head = new();
            while (await reader.ReadLineAsync(_ending.Token) is { Length: > 0 } line)
            {
                head.AppendLine(line);
            }

            if (head.Length > 0)
            {
                _requests.Enqueue(head.ToString());
                await (IsSilent ? Task.Delay(Timeout.Infinite, _ending.Token) : AnswerAsync(stream, head.ToString()));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client had enough.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string head)
    {
        bool isHead = head.StartsWith("HEAD", StringComparison.Ordinal);
        int status = isHead && HeadStatus != 0 ? HeadStatus : Status != 0 ? Status : 200;
        ReadOnlyMemory<byte> body = status == 200 ? Content : default;
        string? range = head.Split('\n').FirstOrDefault(line => line.StartsWith("Range: bytes=", StringComparison.Ordinal))?.Trim()[13..];
        List<string> lines = [.. Headers, "Connection: close"];
        if (status == 200 && range is not null && KnowsRanges && !isHead)
        {
            long[] ends = [.. range.Split('-').Select(text => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
            status = ends[0] < Content.Length ? 206 : 416;
            body = status == 206 ? Content.AsMemory((int)ends[0], (int)(Math.Min(Content.Length - 1, ends[1]) - ends[0] + 1)) : default;
            lines.Add(status == 206 ? $"Content-Range: bytes {ends[0]}-{ends[0] + body.Length - 1}/{Content.Length}" : $"Content-Range: bytes */{Content.Length}");
        }

        if (SaysLength)
        {
            lines.Add($"Content-Length: {body.Length}");
        }

        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes($"HTTP/1.1 {status} Status\r\n{string.Join("\r\n", lines)}\r\n\r\n"), _ending.Token);
        if (!isHead)
        {
            await stream.WriteAsync(body, _ending.Token);
        }
    }
}
