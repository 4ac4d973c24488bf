using System.IO.Enumeration;

namespace AnimatedImage.Storage;

/// <summary>Bucket names with <c>*</c> for any characters and <c>?</c> for one; letters as they stand, for names are in lower case.</summary>
internal static class BucketPattern
{
    /// <summary>True when the pattern covers the name.</summary>
    public static bool IsMatch(string pattern, string bucket) => FileSystemName.MatchesSimpleExpression(pattern, bucket, ignoreCase: false);

    /// <summary>How much a pattern says: a plain name most, then the more characters the more.</summary>
    public static int Weight(string pattern)
    {
        int literals = pattern.Count(character => character is not ('*' or '?'));
        return literals == pattern.Length ? int.MaxValue : literals;
    }
}
