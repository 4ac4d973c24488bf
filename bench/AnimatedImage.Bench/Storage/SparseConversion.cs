using System.Globalization;
using AnimatedImage.Bench.Measuring;
using AnimatedImage.Storage;

namespace AnimatedImage.Bench.Storage;

/// <summary>One conversion from a store as a process of its own, whose memory can be told.</summary>
internal static class SparseConversion
{
    /// <summary>First argument that makes this program a converter.</summary>
    public const string Command = "convert-from-store";

    /// <summary>Starts the process and measures it, ffmpeg included.</summary>
    public static ProcessCost Run(Uri endpoint, double start, string output) => ProcessMeter.Run(
        "dotnet", [typeof(SparseConversion).Assembly.Location, Command, endpoint.AbsoluteUri, start.ToString(CultureInfo.InvariantCulture), output]);

    /// <summary>Converts; for the program's entry point.</summary>
    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        StoreProfile profile = new()
        {
            Name = "sparse",
            Provider = StoreProvider.S3Compatible,
            Endpoint = new Uri(arguments[0]),
            Credential = new CredentialReference { Kind = CredentialKind.Anonymous },
        };
        using MediaStores stores = new(StoreProfiles.Of([profile]));
        double start = double.Parse(arguments[1], CultureInfo.InvariantCulture);
        await new WarmConversion(stores).RunAsync(FilmTasks.Clip(BenchBucket.At("film.mp4"), start, arguments[2]));
    }
}
