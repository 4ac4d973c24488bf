namespace AnimatedImage.PowerShell.Completion;

/// <summary>What bars may show.</summary>
internal sealed class PaddingCompleter() : ChoiceCompleter([("Blur", "The picture itself, enlarged and blurred"), .. ColorNames.All]);
