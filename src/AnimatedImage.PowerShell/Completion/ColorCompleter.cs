namespace AnimatedImage.PowerShell.Completion;

/// <summary>The colour names; any <c>'#rrggbb'</c> may be typed as well.</summary>
internal sealed class ColorCompleter() : ChoiceCompleter(ColorNames.All);
