namespace AnimatedImage.Storage.S3;

/// <summary>
/// How large the parts of an upload are whose length nobody knows beforehand. A store takes 10,000 parts of 5 MiB to 5 GiB and 5 TiB
/// in all (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). Equal parts would have to be 525 MiB, all of it in
/// memory for the shortest clip; so they begin at 8 MiB and, after 8 GB, are a thousandth of what was sent.
/// </summary>
internal static class PartSizes
{
    /// <summary>The first part's size in bytes, and the size up to which an object is sent by one request.</summary>
    public const int First = 8 << 20;

    /// <summary>No part is larger; 10,000 parts hold 5 TiB all the same.</summary>
    public const int Largest = 1 << 30;

    /// <summary>Most parts of one upload.</summary>
    public const int MostParts = 10_000;

    private const long Fraction = 1000;
    private const int Step = 1 << 20;

    /// <summary>The size of the next part after so many bytes.</summary>
    public static int Next(long sent) => (int)Math.Clamp((sent / Fraction + Step - 1) / Step * Step, First, Largest);

    /// <summary>How many parts of a size may be on their way at once: up to three, and one alone when they are large.</summary>
    public static int AtOnce(int size) => Math.Max(1, Math.Min(3, 3 * First / size));
}
