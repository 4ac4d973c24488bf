using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AnimatedImage.Media;

/// <summary>Reads the lists that ffmpeg prints of its own parts; their layout moved a little from release to release.</summary>
internal static partial class FFmpegListing
{
    /// <summary>Names in <c>-encoders</c> or <c>-decoders</c>: lines <c> V....D libwebp_anim  description</c> after the line of dashes.</summary>
    public static IReadOnlySet<string> ParseCoders(string answer)
    {
        int rule = answer.IndexOf("------", StringComparison.Ordinal);
        return Names(Coder(), rule < 0 ? answer : answer[rule..]);
    }

    /// <summary>Names in <c>-filters</c>: lines <c> TSC scale  V->V  description</c>, with two marks instead of three from release 8 on.</summary>
    public static IReadOnlySet<string> ParseFilters(string answer) => Names(Filter(), answer);

    private static FrozenSet<string> Names(Regex line, string answer) =>
        line.Matches(answer).Select(static match => match.Groups["name"].Value).ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"^ [VAS][A-Z.]{5} (?<name>[^\s=]+)\s", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Coder();

    [GeneratedRegex(@"^ [TSC.]{2,3} (?<name>\S+)\s+[AVN|]+->[AVN|]+\s", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Filter();
}
