namespace AnimatedImage.Build.Help;

/// <summary>How a parameter appears in one parameter set.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="IsMandatory">True when it must be given.</param>
/// <param name="Position">From 0; null when it must be named.</param>
/// <param name="ByValue">True when it takes whole pipeline objects.</param>
/// <param name="ByPropertyName">True when it takes a pipeline object's property of its name.</param>
internal sealed record CmdletParameterUse(string Set, bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>As help prints it.</summary>
    public string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
