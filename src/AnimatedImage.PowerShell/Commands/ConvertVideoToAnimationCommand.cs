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
    // More at once gain little, each being encoded on every core, and cost memory.
    private const int MostConvertedByDefault = 4;

    // Inputs that are done and wait for one before them to be written.
    private const int MostWaiting = 16;

    private readonly List<ConversionItem> _forJob = [];
    private ConversionWork _work = null!;

    /// <summary>Overwrite an existing destination.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leave a destination alone that was made from the same source with the same settings; renew any other.</summary>
    [Parameter]
    public SwitchParameter SkipExisting { get; set; }

    /// <summary>
    /// Inputs worked on at once; default: one a core, at most 4, and one more that is looked at meanwhile. Results come in the order of
    /// the inputs; with 1, each before the next input is taken.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = Math.Min(Environment.ProcessorCount, MostConvertedByDefault) + 1;

    /// <summary>Return a PowerShell job at once and convert in the background.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    // Plans and questions come one by one.
    private protected override int MaxRunning => ThrottleLimit == 1 || IsWhatIf || Asks ? 1 : ThrottleLimit + MostWaiting;

    private bool Asks => MyInvocation.BoundParameters.TryGetValue("Confirm", out object? typed) && LanguagePrimitives.IsTrue(typed);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _work = new ConversionWork(Converter, Stores, ThrottleLimit) { SkipsEarly = !IsWhatIf };
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
        Start(source, _work.Take(item));
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
