namespace AnimatedImage.Failures;

/// <summary>Who has to act when a conversion fails. Only <see cref="Internal"/> failures are worth a retry.</summary>
public enum FailureKind
{
    /// <summary>The request is wrong: a value, a contradiction, a destination. Change the request.</summary>
    Input,

    /// <summary>The source is wrong: missing, damaged, no video. Change or repair the source.</summary>
    Source,

    /// <summary>The machine is wrong: ffmpeg missing or killed, disk full, time limit reached. Repair it, then retry.</summary>
    Internal,
}
