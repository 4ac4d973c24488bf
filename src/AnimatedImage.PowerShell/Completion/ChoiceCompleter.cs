using System.Collections;

namespace AnimatedImage.PowerShell.Completion;

/// <summary>Base of the completers over a fixed list.</summary>
/// <param name="choices">What to offer, in this order.</param>
internal abstract class ChoiceCompleter(params (string Text, string Meaning)[] choices) : WordCompleter
{
    private protected sealed override IEnumerable<(string Text, string Meaning)> Words(string command, IDictionary? bound) => choices;
}
