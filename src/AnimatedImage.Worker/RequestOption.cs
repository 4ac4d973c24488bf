using System.CommandLine;
using System.Globalization;
using AnimatedImage.Failures;
using AnimatedImage.Requests;

namespace AnimatedImage.Worker;

/// <summary>One option of <c>convert</c>: a text that changes one member of the request. Names are the cmdlet's parameters in kebab case.</summary>
/// <param name="option">How it is spelled and described.</param>
/// <param name="apply">What it changes.</param>
internal sealed class RequestOption(Option option, Func<ConversionRequest, ParseResult, ConversionRequest> apply)
{
    /// <summary>How it is spelled and described.</summary>
    public Option Option { get; } = option;

    /// <summary>The request with what was typed, or as it was when the option is absent.</summary>
    public ConversionRequest Apply(ConversionRequest request, ParseResult result) =>
        result.GetResult(Option) is { Implicit: false } ? apply(request, result) : request;

    /// <summary>An option whose text a value type reads.</summary>
    public static RequestOption Text(string name, string description, Func<ConversionRequest, string, ConversionRequest> apply)
    {
        Option<string> option = new(name) { Description = description, HelpName = "value" };
        return new RequestOption(option, (request, result) => apply(request, result.GetRequiredValue(option)));
    }

    /// <summary>An option that may be given several times or hold several values, separated by commas.</summary>
    public static RequestOption List(string name, string description, Func<ConversionRequest, IReadOnlyList<string>, ConversionRequest> apply)
    {
        Option<string[]> option = new(name) { Description = description, HelpName = "value" };
        return new RequestOption(option, (request, result) => apply(
            request,
            [.. result.GetRequiredValue(option).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]));
    }

    /// <summary>An option for names with values, <c>owner=me</c>; it may be given several times.</summary>
    public static RequestOption Pairs(string name, string description, Func<ConversionRequest, IReadOnlyDictionary<string, string>, ConversionRequest> apply)
    {
        Option<string[]> option = new(name) { Description = description, HelpName = "name=value" };
        return new RequestOption(option, (request, result) =>
        {
            Dictionary<string, string> pairs = [];
            foreach (string text in result.GetRequiredValue(option))
            {
                int equals = text.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || !pairs.TryAdd(text[..equals], text[(equals + 1)..]))
                {
                    throw Unreadable(name, text, "a new name with a value, such as owner=me");
                }
            }

            return apply(request, pairs);
        });
    }

    /// <summary>A decimal number, with a point under any culture.</summary>
    public static RequestOption Number(string name, string description, Func<ConversionRequest, double, ConversionRequest> apply) =>
        Text(name, description, (request, text) => apply(
            request,
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Unreadable(name, text, "a number such as 12.5")));

    /// <summary>A whole number.</summary>
    public static RequestOption Whole(string name, string description, Func<ConversionRequest, long, ConversionRequest> apply) =>
        Text(name, description, (request, text) => apply(
            request,
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : throw Unreadable(name, text, "a whole number")));

    /// <summary>A switch.</summary>
    public static RequestOption Switch(string name, string description, Func<ConversionRequest, ConversionRequest> apply)
    {
        Option<bool> option = new(name) { Description = description };
        return new RequestOption(option, (request, result) => result.GetValue(option) ? apply(request) : request);
    }

    /// <summary>One of an enumeration's names, in any case.</summary>
    public static RequestOption Choice<T>(string name, string description, Func<ConversionRequest, T, ConversionRequest> apply)
        where T : struct, Enum =>
        Text(name, description, (request, text) => apply(request, Member<T>(name, text)));

    /// <summary>Several of an enumeration's names, separated by commas.</summary>
    public static RequestOption Choices<T>(string name, string description, Func<ConversionRequest, IReadOnlyList<T>, ConversionRequest> apply)
        where T : struct, Enum =>
        List(name, description, (request, texts) => apply(request, [.. texts.Select(text => Member<T>(name, text))]));

    private static T Member<T>(string name, string text)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value)
            ? value
            : throw Unreadable(name, text, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    private static ConversionException Unreadable(string name, string text, string expected) => new(
        ErrorId.InvalidParameter,
        FailureKind.Input,
        $"{name}: '{text}' is not {expected}.");
}
