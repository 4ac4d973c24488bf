namespace AnimatedImage.Media;

/// <summary>What one ffmpeg binary can do, asked from the binary itself: versions and builds from 4.4 to 8 differ.</summary>
public sealed class FFmpegCapabilities
{
    /// <summary>The version as printed: <c>5.1.9-0+deb12u1</c>, <c>n8.0</c>, <c>N-112233-gabcdef</c>.</summary>
    public string VersionText => throw new NotImplementedException();

    /// <summary>The release's number where the text has one; null for development builds.</summary>
    public Version? Version => throw new NotImplementedException();

    /// <summary>True when an encoder of this name is built in: <c>libwebp_anim</c>, <c>libaom-av1</c>, …</summary>
    public bool HasEncoder(string name) => throw new NotImplementedException();

    /// <summary>True when a decoder of this name is built in.</summary>
    public bool HasDecoder(string name) => throw new NotImplementedException();

    /// <summary>True when a filter of this name is built in: <c>zscale</c>, <c>tonemap</c>, …</summary>
    public bool HasFilter(string name) => throw new NotImplementedException();
}
