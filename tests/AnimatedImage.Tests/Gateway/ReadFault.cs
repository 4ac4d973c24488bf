using AnimatedImage.Failures;

namespace AnimatedImage.Tests.Gateway;

/// <summary>What goes wrong with one read of a <see cref="MemoryStore"/>.</summary>
internal sealed record ReadFault
{
    /// <summary>How long the answer takes.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Answered instead of bytes.</summary>
    public ConversionException? Failure { get; init; }

    /// <summary>After how many bytes the transfer ends as if it were complete.</summary>
    public long? TruncateAfter { get; init; }

    /// <summary>After how many bytes the connection breaks.</summary>
    public long? ResetAfter { get; init; }

    /// <summary>After how many bytes nothing comes any more.</summary>
    public long? HangAfter { get; init; }

    public static ReadFault Throttled { get; } = new()
    {
        Failure = new ConversionException(ErrorId.StorageFailed, FailureKind.Internal, "The store 'media' at test answered 503 SlowDown.") { IsTransient = true },
    };

    public static ReadFault Denied { get; } = new()
    {
        Failure = new ConversionException(ErrorId.StorageDenied, FailureKind.Input, "The store 'media' at test answered 403 (request 42).", "Check the key."),
    };
}
