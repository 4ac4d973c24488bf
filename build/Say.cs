namespace AnimatedImage.Build;

/// <summary>Everything the build itself says; flushed at once so that it keeps its place between the lines of child processes.</summary>
internal static class Say
{
    private static readonly bool _color = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    public static void Step(string text) => Write("36", $"==> {text}");

    public static void Line(string text = "") => Write(null, text);

    public static void Warning(string text) => Write("33", text);

    public static void Failure(string text) => Write("31", text);

    /// <summary>For what nobody may overlook: framed, so that it stands out in a log without colours too.</summary>
    public static void Loud(string text) => Write("33", $"!!!!! {text} !!!!!");

    private static void Write(string? color, string text)
    {
        Console.WriteLine(_color && color is not null ? $"\e[{color}m{text}\e[0m" : text);
        Console.Out.Flush();
    }
}
