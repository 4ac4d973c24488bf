using System.Collections.Concurrent;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>Credentials that were given to this process, by the profile's name: in memory, shared by its runspaces, gone with it.</summary>
internal static class SessionCredentials
{
    private static readonly ConcurrentDictionary<string, StoreCredential> s_credentials = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The credential of a profile; null when none was given.</summary>
    public static StoreCredential? Find(string profile) => s_credentials.GetValueOrDefault(profile);

    /// <summary>Keeps a credential until the process ends.</summary>
    public static void Keep(string profile, StoreCredential credential) => s_credentials[profile] = credential;

    /// <summary>Forgets a credential.</summary>
    public static void Forget(string profile) => s_credentials.TryRemove(profile, out _);
}
