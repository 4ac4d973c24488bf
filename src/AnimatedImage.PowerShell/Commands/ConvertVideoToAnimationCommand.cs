using System.Management.Automation;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.PowerShell.Interop;
using AnimatedImage.PowerShell.Pipeline;
using AnimatedImage.Requests;
using AnimatedImage.Storage;

namespace AnimatedImage.PowerShell.Commands;

/// <summary>Turns videos into animated images.</summary>
[Cmdlet(VerbsData.Convert, "VideoToAnimation", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ConversionResult))]
[OutputType(typeof(Job))]
public sealed class ConvertVideoToAnimationCommand : ConversionCommand
{
    private readonly List<ConversionItem> _forJob = [];
    private ConversionWork _work = null!;

    /// <summary>Overwrite an existing destination.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leave a destination alone that was made from the same source with the same settings; renew any other.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>Inputs converted at once; default 1. With more, results come in the order in which they are done.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Return a PowerShell job at once and convert in the background.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    private protected override int MaxRunning => ThrottleLimit;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _work = new ConversionWork(Converter, Stores) { SkipsEarly = !IsWhatIf };
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_work.Batch is { } batch)
        {
            Start(null, (_, _) => batch.DisposeAsync().AsTask());
            base.EndProcessing();
        }

        if (_forJob.Count > 0)
        {
            KeepCredentials();
            AnimationPSJob job = new(MyInvocation, _work, _forJob, ThrottleLimit, LeaveStores());
            JobRepository.Add(job);
            job.Start();
            WriteObject(job);
        }
    }

    private protected override void ProcessSource(MediaLocation source)
    {
        ConversionItem item = NextItem(source);
        if (AsJob && !IsWhatIf)
        {
            if (ShouldProcess(source.ToString(), "Convert in a job"))
            {
                _forJob.Add(item);
            }

            return;
        }

        _work.Batch ??= IsBatch ? new BatchProgress(Streams) : null;
        Start(source, (streams, stopped) => _work.RunAsync(item, streams, stopped));
    }

    // A switch that is typed as false wins over the template's.
    private protected override ConversionRequest Combine(ConversionRequest typed, ConversionRequest template) =>
        base.Combine(typed, Typed(SkipExisting, nameof(SkipExisting)) == false ? template with { SkipExisting = false } : template);

    // A vault may have to be unlocked: the user is asked now, where a job could not.
    private void KeepCredentials()
    {
        try
        {
            StoreProfile[] profiles = [.. _forJob.SelectMany(item => Stores.ProfilesOf(item.Request)).Distinct()];
            Await(() => Stores.KeepCredentialsAsync(profiles, CancellationToken.None));
        }
        catch (ConversionException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Destination));
        }
    }

    private protected override ConversionRequest ReadRequest() => base.ReadRequest() with { Force = Force, SkipExisting = SkipExisting };
}
