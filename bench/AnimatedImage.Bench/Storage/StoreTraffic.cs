namespace AnimatedImage.Bench.Storage;

/// <summary>What was asked of a store and what it answered.</summary>
/// <param name="Methods">The method of every request, in order.</param>
/// <param name="AnswerBytes">Bytes of the answers, their heads included.</param>
internal sealed record StoreTraffic(IReadOnlyList<string> Methods, long AnswerBytes)
{
    /// <summary>How often each method: <c>GET 6, HEAD 1</c>, for each of so many things.</summary>
    public string Describe(int things) => string.Join(", ", Methods
        .GroupBy(method => method)
        .OrderByDescending(group => group.Count())
        .Select(group => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{group.Key} {(double)group.Count() / things:0.##}")));
}
