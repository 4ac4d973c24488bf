using System.Management.Automation;

namespace AnimatedImage.PowerShell.Pipeline;

/// <summary>One call on the cmdlet that only the pipeline thread may make.</summary>
/// <param name="Deliver">The call.</param>
/// <param name="Delivered">Told when the call is done; null where nobody waits.</param>
/// <param name="EndsWork">True for the last message of a piece of work.</param>
internal readonly record struct PipelineMessage(Action<Cmdlet>? Deliver, TaskCompletionSource? Delivered, bool EndsWork = false);
