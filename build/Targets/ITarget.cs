namespace AnimatedImage.Build.Targets;

/// <summary>Something the build can be asked for.</summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>Name and arguments, for the list of targets.</summary>
    string Usage { get; }

    /// <summary>One line, for the list of targets.</summary>
    string Summary { get; }

    /// <returns>The exit code.</returns>
    int Run(Repository repository, BuildArguments arguments);
}
