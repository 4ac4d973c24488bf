using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using AnimatedImage.Failures;

namespace AnimatedImage.Storage.S3;

/// <summary>Finds the credential that a profile refers to.</summary>
internal static class StoreSignIn
{
    /// <summary>The credential in the SDK's form.</summary>
    /// <exception cref="ConversionException"><see cref="ErrorId.CredentialNotFound"/>; the text holds nothing of any credential.</exception>
    public static async Task<AWSCredentials> FindAsync(
        StoreProfile profile, ICredentialSource? source, AmazonS3Config config, CancellationToken cancellationToken)
    {
        switch (profile.Credential.Kind)
        {
            case CredentialKind.Anonymous:
                return new AnonymousAWSCredentials();
            case CredentialKind.Chain:
                return await FromChainAsync(profile, config, cancellationToken).ConfigureAwait(false);
            default:
                StoreCredential credential = source is null
                    ? throw NotFound(profile, "Sessions and vaults are not available here; use the environment or a profile of the AWS configuration.")
                    : await source.FindAsync(profile, cancellationToken).ConfigureAwait(false);
                return credential.SessionToken is { Length: > 0 } token
                    ? new SessionAWSCredentials(credential.AccessKey, credential.SecretKey, token)
                    : new BasicAWSCredentials(credential.AccessKey, credential.SecretKey);
        }
    }

    private static async Task<AWSCredentials> FromChainAsync(StoreProfile profile, AmazonS3Config config, CancellationToken cancellationToken)
    {
        try
        {
            AWSCredentials? found = profile.Credential.ChainProfile is { } name
                ? new CredentialProfileStoreChain().TryGetAWSCredentials(name, out AWSCredentials? named) ? named : null
                : await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(config).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (found is not null)
            {
                // The first look-up, so that an empty or broken chain is told as such.
                await found.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                return found;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The SDK's texts list what was tried and can repeat what a helper program printed; the advice below says the same safely.
        }

        throw NotFound(profile, profile.Credential.ChainProfile is { } wanted
            ? $"Check the profile [{wanted}] in ~/.aws/credentials or ~/.aws/config."
            : "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, sign in with the AWS command line, or give the storage profile a credential of its own with -Credential or -SecretName.");
    }

    private static ConversionException NotFound(StoreProfile profile, string advice) => new(
        ErrorId.CredentialNotFound,
        FailureKind.Input,
        $"The credential of the storage profile {profile.Name} ({profile.Credential}) cannot be had.",
        advice);
}
