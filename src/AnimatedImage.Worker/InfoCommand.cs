using System.CommandLine;
using AnimatedImage.Configuration;
using AnimatedImage.Conversion;
using AnimatedImage.Failures;
using AnimatedImage.Media;
using AnimatedImage.Storage;
using AnimatedImage.Worker.Output;

namespace AnimatedImage.Worker;

/// <summary><c>info PATH…</c>: what videos and animated images are.</summary>
internal static class InfoCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> sources = new("source") { Description = "Videos or animated images.", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = new("--json") { Description = "One JSON object a line." };
        Option<string> storage = new("--storage") { Description = "The storage profile for remote sources; default by bucket and scheme.", HelpName = "name" };
        Option<bool> isPrivate = WebOption.Create();
        Command command = new("info", "Tells what videos and animated images are.") { sources, json, storage, isPrivate };
        command.SetAction(async (result, cancellationToken) =>
        {
            IResultWriter writer = ResultWriters.Create(result, result.GetValue(json));
            using LateStores stores = new(new WebAccess { AllowPrivateNetwork = result.GetValue(isPrivate) });
            return await SourceLoop.RunAsync(
                result.GetRequiredValue(sources),
                writer,
                (source, token) => DescribeAsync(source, stores, result.GetValue(storage), writer, token),
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task DescribeAsync(string source, LateStores all, string? storage, IResultWriter writer, CancellationToken cancellationToken)
    {
        MediaLocation location = MediaLocation.Parse(source);
        IMediaStores stores = all.Choosing(location, storage, null);
        if (!location.IsLocal || File.Exists(location.Path))
        {
            try
            {
                writer.Write(source, await new AnimationInspector(stores).ReadAsync(location, cancellationToken).ConfigureAwait(false));
                return;
            }
            catch (ConversionException exception) when (exception.ErrorId == ErrorId.NotAnimation)
            {
                // Not an animated image: then it should be a video.
            }
        }

        FFmpegTools tools = FFmpegLocator.Find(AnimationConfiguration.ChooseFFmpeg(null));
        writer.Write(await new Converter(tools, stores).ProbeAsync(location, null, cancellationToken).ConfigureAwait(false));
    }
}
