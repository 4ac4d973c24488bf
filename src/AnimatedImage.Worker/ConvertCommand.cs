using System.CommandLine;
using System.Runtime.CompilerServices;
using AnimatedImage.Configuration;
using AnimatedImage.Conversion;
using AnimatedImage.Media;
using AnimatedImage.Requests;
using AnimatedImage.Storage;
using AnimatedImage.Templates;
using AnimatedImage.Worker.Output;

namespace AnimatedImage.Worker;

/// <summary><c>convert SOURCE…</c>: the same conversion as the cmdlet, with the same rules and messages.</summary>
internal static class ConvertCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> sources = new("source") { Description = "Videos to convert.", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = new("--json") { Description = "One JSON object a line." };
        Option<bool> whatIf = new("--what-if") { Description = "Print the plan, write nothing." };
        Option<string> ffmpeg = new("--ffmpeg") { Description = "ffmpeg or its folder; default ANIMATEDIMAGE_FFMPEG, the configuration, then PATH.", HelpName = "path" };
        Option<string> request = new("--request") { Description = "A JSON file with a request; options given here win.", HelpName = "file" };
        Option<string> template = new("--template") { Description = "A template's name; options and request win over it. Default: the one configured.", HelpName = "name" };
        Option<bool> noTemplate = new("--no-template") { Description = "Use no template, whatever is configured." };
        Option<bool> isPrivate = WebOption.Create();
        Command command = new("convert", "Turns videos into animated images.") { sources, json, whatIf, ffmpeg, request, template, noTemplate, isPrivate };
        foreach (RequestOption option in RequestOptions.All)
        {
            command.Add(option.Option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            IResultWriter writer = ResultWriters.Create(result, result.GetValue(json));
            string[] names = result.GetRequiredValue(sources);
            using LateStores stores = new(new WebAccess { AllowPrivateNetwork = result.GetValue(isPrivate) });
            Lazy<(Converter Converter, ConversionRequest Request, string? Template)> shared = new(() =>
            {
                Converter converter = new(FFmpegLocator.Find(AnimationConfiguration.ChooseFFmpeg(result.GetValue(ffmpeg))), stores) { SpillFolder = AnimationConfiguration.Read().SpillFolder };
                ConversionRequest asked = ReadRequest(result, result.GetValue(request));
                TemplateReference? named = result.GetValue(template) is { } name ? new TemplateReference(name) : null;
                AnimationTemplate? used = TemplateChoice.Make(named, result.GetValue(noTemplate)).Template;
                return (converter, used is null ? asked : asked.Over(used.Request), used?.Name);
            });
            DestinationRegistry destinations = new();
            int index = 0;
            return await SourceLoop.RunAsync(
                names,
                writer,
                async (source, token) =>
                {
                    DestinationVariables variables = new() { Index = ++index, Template = shared.Value.Template, Date = TimeProvider.System.GetLocalNow() };
                    ConversionRequest one = shared.Value.Request with { Source = MediaLocation.Parse(source) };
                    if (!result.GetValue(whatIf) && await shared.Value.Converter.TrySkipAsync(one, variables, null, token).ConfigureAwait(false) is { } skipped)
                    {
                        destinations.Claim(skipped);
                        Write(skipped);
                        return;
                    }

                    PreparedConversion prepared = await shared.Value.Converter.PrepareAsync(one, variables, token).ConfigureAwait(false);
                    await using ConfiguredAsyncDisposable held = prepared.ConfigureAwait(false);
                    destinations.Claim(prepared);
                    await Converter.CheckDestinationsAsync(prepared, token).ConfigureAwait(false);
                    if (result.GetValue(whatIf))
                    {
                        writer.Write(prepared);
                        return;
                    }

                    Write(await shared.Value.Converter.RunAsync(prepared, null, token).ConfigureAwait(false));
                },
                cancellationToken).ConfigureAwait(false);

            void Write(IReadOnlyList<ConversionResult> outputs)
            {
                foreach (ConversionResult output in outputs)
                {
                    writer.Write(output);
                }
            }
        });
        return command;
    }

    private static ConversionRequest ReadRequest(ParseResult result, string? file)
    {
        ConversionRequest typed = RequestOptions.All.Aggregate(new ConversionRequest(), (request, option) => option.Apply(request, result));
        return file is null ? typed : typed.Over(RequestJson.Read(File.ReadAllText(file)));
    }
}
