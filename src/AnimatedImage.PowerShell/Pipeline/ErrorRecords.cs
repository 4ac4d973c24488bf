using System.Management.Automation;
using AnimatedImage.Failures;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>Failures as PowerShell sees them: the one place that gives every error id its category.</summary>
internal static class ErrorRecords
{
    /// <summary>The error record of any exception; what nobody foresaw becomes <see cref="ErrorId.Unexpected"/>.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="target">What was worked on.</param>
    public static ErrorRecord From(Exception exception, object? target)
    {
        ConversionException failure = exception as ConversionException ?? Unexpected(exception);
        ErrorRecord record = new(failure, failure.ErrorId, CategoryOf(failure.ErrorId), target);
        if (failure.Advice is { Length: > 0 } advice)
        {
            record.ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = advice };
        }

        return record;
    }

    /// <summary>The category of an error id.</summary>
    public static ErrorCategory CategoryOf(string errorId) => errorId switch
    {
        ErrorId.InvalidParameter => ErrorCategory.InvalidArgument,
        ErrorId.ContradictoryParameters => ErrorCategory.InvalidArgument,
        ErrorId.StartPastEnd => ErrorCategory.InvalidArgument,
        ErrorId.EndPastEnd => ErrorCategory.InvalidArgument,
        ErrorId.EmptyRange => ErrorCategory.InvalidArgument,
        ErrorId.UnknownFormat => ErrorCategory.InvalidArgument,
        ErrorId.UnknownVariable => ErrorCategory.InvalidArgument,
        ErrorId.DestinationExists => ErrorCategory.ResourceExists,
        ErrorId.DestinationConflict => ErrorCategory.InvalidOperation,
        ErrorId.DestinationIsSource => ErrorCategory.InvalidOperation,
        ErrorId.DestinationFolderMissing => ErrorCategory.ObjectNotFound,
        ErrorId.DestinationNotWritable => ErrorCategory.PermissionDenied,
        ErrorId.PathNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.PathIsDirectory or ErrorId.SourceIsPipe => ErrorCategory.InvalidArgument,
        ErrorId.PathNotFileSystem => ErrorCategory.InvalidArgument,
        ErrorId.AccessDenied => ErrorCategory.PermissionDenied,
        ErrorId.StorageNotAvailable => ErrorCategory.NotInstalled,
        ErrorId.BucketNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.StorageNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.StorageExists => ErrorCategory.ResourceExists,
        ErrorId.CredentialNotFound => ErrorCategory.AuthenticationError,
        ErrorId.StorageDenied => ErrorCategory.PermissionDenied,
        ErrorId.AddressRefused => ErrorCategory.SecurityError,
        ErrorId.JobNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.JobStateConflict => ErrorCategory.InvalidOperation,
        ErrorId.QueueNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.WorkerNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.QueueNotEmpty => ErrorCategory.InvalidOperation,
        ErrorId.JobStoreNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.JobStoreNewer => ErrorCategory.NotInstalled,
        ErrorId.TemplateNotFound => ErrorCategory.ObjectNotFound,
        ErrorId.TemplateExists => ErrorCategory.ResourceExists,
        ErrorId.TemplateReadOnly => ErrorCategory.PermissionDenied,
        ErrorId.InvalidTemplate => ErrorCategory.InvalidData,
        ErrorId.InvalidConfiguration => ErrorCategory.InvalidData,
        ErrorId.TooManyFrames => ErrorCategory.LimitsExceeded,
        ErrorId.FrameTooLarge => ErrorCategory.LimitsExceeded,
        ErrorId.BudgetTooSmall => ErrorCategory.LimitsExceeded,
        ErrorId.EmptySource => ErrorCategory.InvalidData,
        ErrorId.SourceTooLarge => ErrorCategory.LimitsExceeded,
        ErrorId.NotMedia => ErrorCategory.InvalidData,
        ErrorId.NotAnimation => ErrorCategory.InvalidData,
        ErrorId.NoVideoStream => ErrorCategory.InvalidData,
        ErrorId.ZeroDuration => ErrorCategory.InvalidData,
        ErrorId.DamagedSource => ErrorCategory.InvalidData,
        ErrorId.UnsupportedCodec => ErrorCategory.NotInstalled,
        ErrorId.PlaylistRefused => ErrorCategory.SecurityError,
        ErrorId.SourceChanged => ErrorCategory.InvalidData,
        ErrorId.StorageUnreachable => ErrorCategory.ConnectionError,
        ErrorId.StorageFailed => ErrorCategory.ConnectionError,
        ErrorId.JobStoreUnreachable => ErrorCategory.ConnectionError,
        ErrorId.WorkerLost => ErrorCategory.OperationStopped,
        ErrorId.FFmpegNotFound => ErrorCategory.NotInstalled,
        ErrorId.EncoderMissing => ErrorCategory.NotInstalled,
        ErrorId.FilterMissing => ErrorCategory.NotInstalled,
        ErrorId.FFmpegFailed => ErrorCategory.InvalidResult,
        ErrorId.OutOfMemory => ErrorCategory.ResourceUnavailable,
        ErrorId.FFmpegKilled => ErrorCategory.OperationStopped,
        ErrorId.TimedOut => ErrorCategory.OperationTimeout,
        ErrorId.DiskFull => ErrorCategory.WriteError,
        _ => ErrorCategory.NotSpecified,
    };

    private static ConversionException Unexpected(Exception exception) => new(
        ErrorId.Unexpected,
        FailureKind.Internal,
        $"Something went wrong that nobody foresaw: {exception.Message}",
        "Please report it with the output of: Get-Error",
        exception);
}
