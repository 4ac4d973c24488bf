namespace AnimatedImage.Failures;

/// <summary>Every error id of the project. Ids are part of the contract: scripts branch on them.</summary>
public static class ErrorId
{
    // Input: the request is wrong.

    /// <summary>A parameter's value is outside its range or cannot be read.</summary>
    public const string InvalidParameter = nameof(InvalidParameter);

    /// <summary>Two parameters exclude each other.</summary>
    public const string ContradictoryParameters = nameof(ContradictoryParameters);

    /// <summary>The start lies at or past the end of the video.</summary>
    public const string StartPastEnd = nameof(StartPastEnd);

    /// <summary>The end lies past the end of the video and the request is strict.</summary>
    public const string EndPastEnd = nameof(EndPastEnd);

    /// <summary>The range asked for holds no time at all.</summary>
    public const string EmptyRange = nameof(EmptyRange);

    /// <summary>The output format is not one of Gif, WebP, Apng, Avif.</summary>
    public const string UnknownFormat = nameof(UnknownFormat);

    /// <summary>The destination holds a variable that does not exist.</summary>
    public const string UnknownVariable = nameof(UnknownVariable);

    /// <summary>The destination exists and overwriting was not asked for.</summary>
    public const string DestinationExists = nameof(DestinationExists);

    /// <summary>Two inputs or two formats of one call would write the same destination.</summary>
    public const string DestinationConflict = nameof(DestinationConflict);

    /// <summary>The destination is the source itself.</summary>
    public const string DestinationIsSource = nameof(DestinationIsSource);

    /// <summary>The destination's folder does not exist.</summary>
    public const string DestinationFolderMissing = nameof(DestinationFolderMissing);

    /// <summary>The destination cannot be written: permissions or a read-only file system.</summary>
    public const string DestinationNotWritable = nameof(DestinationNotWritable);

    /// <summary>The path names nothing.</summary>
    public const string PathNotFound = nameof(PathNotFound);

    /// <summary>The path names a folder where a file is needed.</summary>
    public const string PathIsDirectory = nameof(PathIsDirectory);

    /// <summary>The source of a job is a pipe, which can be read once.</summary>
    public const string SourceIsPipe = nameof(SourceIsPipe);

    /// <summary>The path belongs to a PowerShell provider other than the file system.</summary>
    public const string PathNotFileSystem = nameof(PathNotFileSystem);

    /// <summary>The source may not be read by this user.</summary>
    public const string AccessDenied = nameof(AccessDenied);

    /// <summary>The location's scheme has no store in this installation.</summary>
    public const string StorageNotAvailable = nameof(StorageNotAvailable);

    /// <summary>The bucket does not exist, or not for this user.</summary>
    public const string BucketNotFound = nameof(BucketNotFound);

    /// <summary>No storage profile has that name.</summary>
    public const string StorageNotFound = nameof(StorageNotFound);

    /// <summary>A storage profile has that name already.</summary>
    public const string StorageExists = nameof(StorageExists);

    /// <summary>The credential that a storage profile refers to cannot be found.</summary>
    public const string CredentialNotFound = nameof(CredentialNotFound);

    /// <summary>The store refused the request: a wrong or expired key, or a missing right.</summary>
    public const string StorageDenied = nameof(StorageDenied);

    /// <summary>A web address that may not be asked: a private network, another protocol, too many redirects.</summary>
    public const string AddressRefused = nameof(AddressRefused);

    /// <summary>More frames than MaxFrame would be written.</summary>
    public const string TooManyFrames = nameof(TooManyFrames);

    /// <summary>The source's or the output's frame has more pixels than MaxPixel.</summary>
    public const string FrameTooLarge = nameof(FrameTooLarge);

    /// <summary>No file that is still worth looking at is as small as MaxSize asks.</summary>
    public const string BudgetTooSmall = nameof(BudgetTooSmall);

    /// <summary>No job has that id.</summary>
    public const string JobNotFound = nameof(JobNotFound);

    /// <summary>The job's state does not allow what was asked.</summary>
    public const string JobStateConflict = nameof(JobStateConflict);

    /// <summary>No queue has that name.</summary>
    public const string QueueNotFound = nameof(QueueNotFound);

    /// <summary>The queue has jobs that have not ended.</summary>
    public const string QueueNotEmpty = nameof(QueueNotEmpty);

    /// <summary>No worker has that id.</summary>
    public const string WorkerNotFound = nameof(WorkerNotFound);

    /// <summary>There is no job store where one is to be read.</summary>
    public const string JobStoreNotFound = nameof(JobStoreNotFound);

    /// <summary>The job store was written by a newer version.</summary>
    public const string JobStoreNewer = nameof(JobStoreNewer);

    /// <summary>No template has that name.</summary>
    public const string TemplateNotFound = nameof(TemplateNotFound);

    /// <summary>A template of that name exists and replacing it was not asked for.</summary>
    public const string TemplateExists = nameof(TemplateExists);

    /// <summary>The template is a preset, which cannot be changed.</summary>
    public const string TemplateReadOnly = nameof(TemplateReadOnly);

    /// <summary>A template's file holds what cannot be understood: an unknown or newer member, or a value against the rules.</summary>
    public const string InvalidTemplate = nameof(InvalidTemplate);

    /// <summary>The configuration file holds what cannot be understood.</summary>
    public const string InvalidConfiguration = nameof(InvalidConfiguration);

    // Source: the video is wrong.

    /// <summary>The source holds no bytes.</summary>
    public const string EmptySource = nameof(EmptySource);

    /// <summary>The source can be read only once, and holds more than may be kept of such.</summary>
    public const string SourceTooLarge = nameof(SourceTooLarge);

    /// <summary>The source is no media file that can be read.</summary>
    public const string NotMedia = nameof(NotMedia);

    /// <summary>The source is no animated image that can be read.</summary>
    public const string NotAnimation = nameof(NotAnimation);

    /// <summary>The source has no video stream.</summary>
    public const string NoVideoStream = nameof(NoVideoStream);

    /// <summary>The video has no duration and no frames.</summary>
    public const string ZeroDuration = nameof(ZeroDuration);

    /// <summary>The source is cut off or damaged so that nothing could be decoded.</summary>
    public const string DamagedSource = nameof(DamagedSource);

    /// <summary>The video's codec cannot be decoded by this ffmpeg.</summary>
    public const string UnsupportedCodec = nameof(UnsupportedCodec);

    /// <summary>A playlist refers to something outside its own folder.</summary>
    public const string PlaylistRefused = nameof(PlaylistRefused);

    /// <summary>The source was replaced while it was being read.</summary>
    public const string SourceChanged = nameof(SourceChanged);

    // Internal: the machine, the network or the store is wrong.

    /// <summary>The store cannot be reached.</summary>
    public const string StorageUnreachable = nameof(StorageUnreachable);

    /// <summary>The store answered with an error, more often than is worth waiting for.</summary>
    public const string StorageFailed = nameof(StorageFailed);

    /// <summary>The job store cannot be reached, or refuses this user.</summary>
    public const string JobStoreUnreachable = nameof(JobStoreUnreachable);

    /// <summary>The workers that claimed the job were lost, each before it had finished it.</summary>
    public const string WorkerLost = nameof(WorkerLost);

    /// <summary>ffmpeg or ffprobe was not found.</summary>
    public const string FFmpegNotFound = nameof(FFmpegNotFound);

    /// <summary>ffmpeg has no encoder for the format.</summary>
    public const string EncoderMissing = nameof(EncoderMissing);

    /// <summary>ffmpeg has no filter that the conversion needs.</summary>
    public const string FilterMissing = nameof(FilterMissing);

    /// <summary>ffmpeg failed for a reason not known by name.</summary>
    public const string FFmpegFailed = nameof(FFmpegFailed);

    /// <summary>ffmpeg needed more memory than it may use or the machine has.</summary>
    public const string OutOfMemory = nameof(OutOfMemory);

    /// <summary>ffmpeg was killed by something else: a signal, the memory limit of the system.</summary>
    public const string FFmpegKilled = nameof(FFmpegKilled);

    /// <summary>The conversion took longer than Timeout.</summary>
    public const string TimedOut = nameof(TimedOut);

    /// <summary>The disk is full.</summary>
    public const string DiskFull = nameof(DiskFull);

    /// <summary>A failure nobody foresaw: please report it.</summary>
    public const string Unexpected = nameof(Unexpected);
}
