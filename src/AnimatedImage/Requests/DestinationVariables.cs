namespace AnimatedImage.Requests;

/// <summary>What the variables of a <see cref="DestinationPattern"/> stand for in one output; null where there is no value.</summary>
public sealed record DestinationVariables
{
    /// <summary><c>{name}</c>: the source's name without extension.</summary>
    public string? Name { get; init; }

    /// <summary><c>{basename}</c>: the source's name with extension.</summary>
    public string? BaseName { get; init; }

    /// <summary><c>{dirname}</c>: the source's folder, or its key's part before the last slash.</summary>
    public string? DirectoryName { get; init; }

    /// <summary><c>{bucket}</c>: the bucket the source lies in.</summary>
    public string? Bucket { get; init; }

    /// <summary><c>{key}</c>: the source's key in its bucket.</summary>
    public string? Key { get; init; }

    /// <summary><c>{ext}</c> and <c>{autoext}</c>: the output's format.</summary>
    public OutputFormat? Format { get; init; }

    /// <summary><c>{index}</c>: the source's number in this run, counted by the caller.</summary>
    public int? Index { get; init; }

    /// <summary><c>{width}</c>: the output's width in pixels.</summary>
    public int? Width { get; init; }

    /// <summary><c>{height}</c>: the output's height in pixels.</summary>
    public int? Height { get; init; }

    /// <summary><c>{template}</c>: the template's name.</summary>
    public string? Template { get; init; }

    /// <summary><c>{jobid}</c>: the job's id.</summary>
    public string? JobId { get; init; }

    /// <summary><c>{runid}</c>: the workflow run's id.</summary>
    public string? RunId { get; init; }

    /// <summary><c>{date:FORMAT}</c>: when the conversion was started.</summary>
    public DateTimeOffset? Date { get; init; }
}
