using System.CommandLine;
using AnimatedImage.Worker;

RootCommand root = new("Turns video into animated images (GIF, WebP, APNG, AVIF) without PowerShell.")
{
    ConvertCommand.Create(),
    InfoCommand.Create(),
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

// Children end within 2 seconds of Ctrl+C or SIGTERM; the rest of the time is for removing what is unfinished.
return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(5) }).ConfigureAwait(false);
