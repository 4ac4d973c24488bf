using System.Collections;
using AnimatedImage.Configuration;
using AnimatedImage.PowerShell.Commands;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>What <c>-Clear</c> can unset.</summary>
internal sealed class ClearCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Meaning)> Words(string command, IDictionary? bound) =>
        (command.EndsWith("Template", StringComparison.OrdinalIgnoreCase) ? SetAnimationTemplateCommand.Clearable : AnimationConfiguration.Names)
            .Select(name => (name, $"Unset {name}"));
}
