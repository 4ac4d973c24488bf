using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.Json;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Stores;

/// <summary>
/// What vaults keep → a credential: a PSCredential, a hashtable, or a text with the hashtable as JSON, for vaults that keep texts only.
/// The members may be called as any of the providers calls them.
/// </summary>
internal static class SecretReader
{
    private static readonly string[] AccessKeyNames = ["AccessKey", "AccessKeyId", "aws_access_key_id", "SecretId"];
    private static readonly string[] SecretKeyNames = ["SecretKey", "SecretAccessKey", "aws_secret_access_key", "AccessKeySecret"];
    private static readonly string[] TokenNames = ["SessionToken", "aws_session_token", "SecurityToken", "Token"];

    /// <summary>The credential; null when there is none in it.</summary>
    public static StoreCredential? Read(object secret) => secret switch
    {
        PSCredential credential => FromCredential(credential, null),
        IDictionary members => FromMembers(members.Keys.OfType<string>().ToDictionary(name => name, name => Text(members[name]), StringComparer.OrdinalIgnoreCase)),
        string or SecureString => FromJson(Text(secret)!),
        _ => null,
    };

    /// <summary>The credential from what <c>-Credential</c> and <c>-SessionToken</c> bind.</summary>
    public static StoreCredential FromCredential(PSCredential credential, SecureString? sessionToken) =>
        new(credential.UserName, Text(credential.Password)!, sessionToken is { Length: > 0 } ? Text(sessionToken) : null);

    /// <summary>The password; null when there is none in it.</summary>
    public static string? ReadPassword(object secret) => secret is PSCredential credential ? Text(credential.Password) : Text(secret);

    private static StoreCredential? FromMembers(Dictionary<string, string?> members)
    {
        string? Find(string[] names) => names.Select(name => members.GetValueOrDefault(name)).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        return Find(AccessKeyNames) is { } accessKey && Find(SecretKeyNames) is { } secretKey
            ? new StoreCredential(accessKey, secretKey, Find(TokenNames))
            : null;
    }

    private static StoreCredential? FromJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? FromMembers(document.RootElement.EnumerateObject()
                    .Where(member => member.Value.ValueKind == JsonValueKind.String)
                    .GroupBy(member => member.Name, StringComparer.OrdinalIgnoreCase)
                    .ToDictionary(group => group.Key, group => group.Last().Value.GetString(), StringComparer.OrdinalIgnoreCase))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(object? value) => value switch
    {
        PSObject wrapped => Text(wrapped.BaseObject),
        SecureString secure => new NetworkCredential(string.Empty, secure).Password,
        string text => text,
        _ => null,
    };
}
