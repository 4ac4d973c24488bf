using System.Management.Automation;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>The way from work on another thread to what only the pipeline thread may do, such as calling other commands.</summary>
internal interface IPipelineThread
{
    /// <summary>Runs a call on the pipeline thread; what it throws comes out here.</summary>
    Task<T> CallAsync<T>(Func<PSCmdlet, T> call);
}
