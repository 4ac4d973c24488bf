using System.CommandLine;
using AnimatedImage.Configuration;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Jobs;
using AnimatedImage.Jobs.Working;
using AnimatedImage.Media;
using AnimatedImage.Storage;

namespace AnimatedImage.Worker.Jobs;

/// <summary><c>work</c>: takes jobs until it is told to stop, as a service or in a container.</summary>
internal static class WorkCommand
{
    /// <summary>The command's name, by which the program knows that it handles signals itself.</summary>
    public const string Name = "work";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        JobWorkerOptions standard = new();
        Option<int> capacity = new("--capacity") { Description = "Jobs at once; default half of the cores.", DefaultValueFactory = _ => standard.Capacity };
        Option<string[]> queues = new("--queue") { Description = "A queue to serve; may be repeated; default all.", HelpName = "name" };
        Option<double> lease = new("--lease") { Description = "Seconds without a sign of life until others take its jobs.", DefaultValueFactory = _ => standard.Lease.TotalSeconds };
        Option<double> drain = new("--drain") { Description = "Seconds that running jobs get once it shall stop; the rest is handed back.", DefaultValueFactory = _ => standard.DrainTime.TotalSeconds };
        Option<bool> untilEmpty = new("--until-empty") { Description = "End when nothing is left to do." };
        Option<string> ffmpeg = new("--ffmpeg") { Description = "ffmpeg or its folder; default ANIMATEDIMAGE_FFMPEG, then PATH.", HelpName = "path" };
        Option<bool> json = new("--json") { Description = "Log as JSON, one object a line." };
        Option<bool> isPrivate = WebOption.Create();
        Option<string> store = StoreOption.Create();
        Command command = new(Name, "Works on jobs until it is told to stop (Ctrl+C, SIGTERM); a second time stops at once.")
        {
            capacity, queues, lease, drain, untilEmpty, ffmpeg, isPrivate, json, store,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            WorkLog log = new(result.InvocationConfiguration.Output, result.GetValue(json));
            try
            {
                JobWorkerOptions options = new()
                {
                    Capacity = result.GetValue(capacity),
                    Queues = result.GetValue(queues) ?? [],
                    Lease = TimeSpan.FromSeconds(result.GetValue(lease)),
                    DrainTime = TimeSpan.FromSeconds(result.GetValue(drain)),
                    StopWhenEmpty = result.GetValue(untilEmpty),
                };
                using LateStores stores = new(new WebAccess { AllowPrivateNetwork = result.GetValue(isPrivate) });
                Converter converter = new(FFmpegLocator.Find(result.GetValue(ffmpeg)), stores) { SpillFolder = AnimationConfiguration.Read().SpillFolder };
                using TelemetryExport export = TelemetryExport.Start();
                using StopSignals signals = new(cancellationToken);
                JobStore jobs = await StoreOption.WaitAndOpenAsync(result, store, log.Write, signals.Stop).ConfigureAwait(false);
                await using (jobs.ConfigureAwait(false))
                {
                    JobWorker worker = new(jobs, new ConversionExecutor(converter), options, log.Write);
                    await worker.RunAsync(signals.Stop, signals.StopNow).ConfigureAwait(false);
                    return ExitCode.Success;
                }
            }
            catch (OperationCanceledException)
            {
                // Told to stop while it waited for the store: it has nothing to hand back.
                return ExitCode.Success;
            }
            catch (ConversionException failure)
            {
                log.Write(new JobWorkerEvent("WorkerFailed", true, failure.Advice is null ? failure.Message : $"{failure.Message} {failure.Advice}") { ErrorId = failure.ErrorId });
                return ExitCode.Of(failure.Kind);
            }
        });
        return command;
    }
}
