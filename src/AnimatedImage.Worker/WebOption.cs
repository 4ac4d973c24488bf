using System.CommandLine;

namespace AnimatedImage.Worker;

/// <summary><c>--allow-private-network</c>, as every command that reads sources has it.</summary>
internal static class WebOption
{
    /// <summary>The option.</summary>
    public static Option<bool> Create() =>
        new("--allow-private-network") { Description = "Read web addresses inside private networks and on this machine too." };
}
