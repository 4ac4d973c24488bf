using System.CommandLine;
using AnimatedImage.Worker;
using AnimatedImage.Worker.Jobs;

RootCommand root = new("Turns video into animated images (GIF, WebP, APNG, AVIF) without PowerShell.")
{
    ConvertCommand.Create(),
    InfoCommand.Create(),
    SubmitCommand.Create(),
    JobsCommand.Create(),
    WorkCommand.Create(),
};
ParseResult result = root.Parse(args);
if (result.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in result.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("See --help.");
    return ExitCode.Input;
}

// Children end within 2 seconds of Ctrl+C or SIGTERM; the rest of the time is for removing what is unfinished. A worker takes the time
// that its jobs need and handles the signals itself.
TimeSpan? timeout = result.CommandResult.Command.Name == WorkCommand.Name ? null : TimeSpan.FromSeconds(5);
return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = timeout }).ConfigureAwait(false);
