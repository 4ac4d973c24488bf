using System.CommandLine;
using AnimatedImage.Configuration;
using AnimatedImage.Failures;
using AnimatedImage.Inspection;
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
        Command command = new("info", "Tells what videos and animated images are.") { sources, json };
        command.SetAction((result, cancellationToken) =>
        {
            IResultWriter writer = ResultWriters.Create(result, result.GetValue(json));
            return SourceLoop.RunAsync(result.GetRequiredValue(sources), writer, (source, token) => DescribeAsync(source, writer, token), cancellationToken);
        });
        return command;
    }

    private static async Task DescribeAsync(string source, IResultWriter writer, CancellationToken cancellationToken)
    {
        MediaLocation location = MediaLocation.Parse(source);
        if (location.IsLocal && File.Exists(location.Path))
        {
            try
            {
                using FileStream file = File.OpenRead(location.Path);
                writer.Write(source, AnimationReader.Read(file, location.Name));
                return;
            }
            catch (ConversionException exception) when (exception.ErrorId == ErrorId.NotAnimation)
            {
                // Not an animated image: then it should be a video.
            }
        }

        writer.Write(await new MediaProbe(FFmpegLocator.Find(AnimationConfiguration.ChooseFFmpeg(null))).ProbeAsync(location, cancellationToken).ConfigureAwait(false));
    }
}
