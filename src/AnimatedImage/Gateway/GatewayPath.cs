namespace AnimatedImage.Gateway;

/// <summary>Paths below a source's token, spelled as a client sends them; dots are resolved here, whatever a client does with them.</summary>
internal static class GatewayPath
{
    /// <summary>The path that a relative reference in a file leads to; null when it leads out of the source.</summary>
    public static string? Join(string file, string reference) => Normalize(file[..(file.LastIndexOf('/') + 1)] + reference);

    /// <summary>A path without dots; null when they lead out of the source.</summary>
    public static string? Normalize(string path)
    {
        List<string> segments = [];
        foreach (string segment in path.Split('/'))
        {
            if (segment == "..")
            {
                if (segments.Count == 0)
                {
                    return null;
                }

                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment.Length > 0 && segment != ".")
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }
}
