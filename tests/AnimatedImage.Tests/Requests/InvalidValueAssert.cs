using AnimatedImage.Failures;

namespace AnimatedImage.Tests.Requests;

internal static class InvalidValueAssert
{
    /// <summary>The reading fails as a user's mistake, names the value, and says what is accepted.</summary>
    public static ConversionException Throws(Func<object> read, string text, string? saying = null)
    {
        ConversionException failure = Assert.Throws<ConversionException>(() => { read(); });
        Assert.Equal(ErrorId.InvalidParameter, failure.ErrorId);
        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.Contains(text.Length > 60 ? text[..60] : text, failure.Message, StringComparison.Ordinal);
        Assert.Contains(saying ?? "", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Give ", failure.Advice, StringComparison.Ordinal);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        return failure;
    }
}
