using System.Collections;
using AnimatedImage.Failures;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>The names of the user's storage profiles; nothing where they cannot be read. Asks no store.</summary>
internal sealed class StorageNameCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Meaning)> Words(string command, IDictionary? bound) =>
        Profiles().Select(profile => (profile.Name, Describe(profile)));

    private static IReadOnlyList<StoreProfile> Profiles()
    {
        try
        {
            return StoreProfileFile.OfUser.Read().All;
        }
        catch (ConversionException)
        {
            return [];
        }
    }

    private static string Describe(StoreProfile profile) =>
        string.Join(", ", new[] { profile.Provider.ToString(), profile.Endpoint?.Authority, profile.Region }.OfType<string>());
}
