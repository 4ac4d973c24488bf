using System.CommandLine;

namespace AnimatedImage.Worker.Output;

/// <summary>Chooses how results are told.</summary>
internal static class ResultWriters
{
    /// <summary>JSON lines for programs, else text for people.</summary>
    public static IResultWriter Create(ParseResult result, bool json)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        return json ? new JsonResultWriter(output) : new TextResultWriter(output, result.InvocationConfiguration.Error);
    }
}
