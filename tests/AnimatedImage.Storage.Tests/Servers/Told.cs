using AnimatedImage.Failures;

namespace AnimatedImage.Storage.Tests.Servers;

/// <summary>What a failure must tell, and must not.</summary>
internal static class Told
{
    /// <summary>Awaits a failure and checks what holds for all: one sentence, advice, no secret anywhere in it or its causes.</summary>
    public static async Task<ConversionException> ByAsync(string errorId, Func<Task> work, params string[] secrets)
    {
        ConversionException told = await Assert.ThrowsAsync<ConversionException>(work);
        Assert.True(told.ErrorId == errorId, $"{told.ErrorId}: {told.Message}");
        string everything = told.ToString() + told.Advice;
        Assert.All([.. secrets, "Signature=", "AWS4-HMAC", "Authorization:", "StringToSign"], secret => Assert.DoesNotContain(secret, everything, StringComparison.OrdinalIgnoreCase));
        Assert.EndsWith(".", told.Message, StringComparison.Ordinal);
        return told;
    }
}
