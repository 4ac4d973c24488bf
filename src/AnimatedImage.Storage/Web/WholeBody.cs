namespace AnimatedImage.Storage.Web;

/// <summary>The answer of a server that sends files only whole, read forwards and picked up again where the last reader stopped.</summary>
/// <param name="answer">The answer; owned.</param>
/// <param name="content">Its body.</param>
/// <param name="version">The version that is being sent.</param>
/// <param name="total">The size of the whole.</param>
internal sealed class WholeBody(HttpResponseMessage answer, Stream content, string? version, long total) : IDisposable
{
    /// <summary>The version that is being sent.</summary>
    public string? Version { get; } = version;

    /// <summary>The size of the whole.</summary>
    public long Total { get; } = total;

    /// <summary>The place of the next byte.</summary>
    public long Position { get; private set; }

    /// <summary>Reads the next bytes.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Position += read;
        return read;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        content.Dispose();
        answer.Dispose();
    }
}
