using System.Reflection;
using System.Security.Cryptography;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.Conversion;

/// <summary>
/// What an output is made from, as one short text: source content, settings, module version and ffmpeg version. Equal keys mean equal
/// bytes, so a destination that carries the key is current. Where the output goes and what it may cost do not count.
/// </summary>
internal static class ContentKey
{
    /// <summary>As long as every key, for files that are only measured.</summary>
    public static readonly string Placeholder = new('0', 2 * KeyBytes);

    private const int KeyBytes = 20;

    private static readonly string ModuleVersion =
        typeof(ContentKey).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>The key of one output: 40 hexadecimal digits.</summary>
    /// <param name="request">The request with every default filled in.</param>
    /// <param name="media">The source; the files that a playlist names count with it.</param>
    /// <param name="format">The output's format.</param>
    /// <param name="tools">The ffmpeg in use.</param>
    /// <param name="cancellationToken">Ends the reading of the source.</param>
    public static async Task<string> ComputeAsync(ConversionRequest request, MediaInfo media, OutputFormat format, FFmpegTools tools, CancellationToken cancellationToken) =>
        Of(request, await FingerprintAsync(media, cancellationToken).ConfigureAwait(false), format, tools);

    /// <summary>The key of one output: 40 hexadecimal digits.</summary>
    /// <param name="request">The request with every default filled in.</param>
    /// <param name="source">What the source's content is known by.</param>
    /// <param name="format">The output's format.</param>
    /// <param name="tools">The ffmpeg in use.</param>
    public static string Of(ConversionRequest request, string source, OutputFormat format, FFmpegTools tools)
    {
        ConversionRequest settings = request with
        {
            Source = null,
            Destination = null,
            Storage = null,
            DestinationStorage = null,
            Formats = [format],
            Limits = new ConversionLimits(),
            Object = new ObjectOptions(),
            Force = false,
            SkipExisting = false,
        };
        string text = string.Join('\n', source, RequestJson.Write(settings), ModuleVersion, tools.Capabilities.VersionText);
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, KeyBytes));
    }

    private static async Task<string> FingerprintAsync(MediaInfo media, CancellationToken cancellationToken)
    {
        if (media.Input.Identity is { } identity)
        {
            return identity;
        }

        try
        {
            List<string> prints = [];
            foreach (string path in media.Files.Order(StringComparer.Ordinal).Prepend(media.Input.Location.Path))
            {
                prints.Add(await ContentFingerprint.ComputeAsync(path, cancellationToken).ConfigureAwait(false));
            }

            return string.Join('\n', prints);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ConversionException(ErrorId.AccessDenied, FailureKind.Input, $"'{media.Input.Location}' may not be read: {exception.Message}", "Give this user the right to read it.", exception);
        }
        catch (IOException exception)
        {
            throw new ConversionException(ErrorId.PathNotFound, FailureKind.Input, $"'{media.Input.Location}' cannot be read any more: {exception.Message}", "Check that nothing moves or removes it meanwhile.", exception);
        }
    }
}
