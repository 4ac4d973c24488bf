using System.Management.Automation;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>
/// Where work that runs off the pipeline thread writes. Two places take it: the pipeline of a running cmdlet
/// (<see cref="PipelineQueue"/>) and the collections of a PowerShell job. Every wait ends with an
/// <see cref="OperationCanceledException"/> once the command is stopped.
/// </summary>
internal interface ICommandStreams
{
    /// <summary>Writes to the output; ends when downstream has taken the object, so that it is never outrun.</summary>
    Task WriteObjectAsync(object value);

    /// <summary>Writes a non-terminating error; ends when it is written.</summary>
    Task WriteErrorAsync(ErrorRecord error);

    /// <summary>Writes to the warning stream.</summary>
    Task WriteWarningAsync(string text);

    /// <summary>Writes to the verbose stream.</summary>
    Task WriteVerboseAsync(string text);

    /// <summary>Writes to the debug stream.</summary>
    Task WriteDebugAsync(string text);

    /// <summary>Writes progress that must arrive: the last record of an activity.</summary>
    Task WriteProgressAsync(ProgressRecord record);

    /// <summary>Writes progress that the next record replaces anyway; dropped when the reader is behind.</summary>
    void OfferProgress(ProgressRecord record);

    /// <summary>Asks whether to go on: <c>-WhatIf</c>, <c>-Confirm</c> and the preferences of the session.</summary>
    /// <param name="description">What would happen; <c>-WhatIf</c> prints it.</param>
    /// <param name="question">The same as a question; <c>-Confirm</c> asks it.</param>
    /// <param name="caption">The title of the question.</param>
    Task<bool> ShouldProcessAsync(string description, string question, string caption);
}
