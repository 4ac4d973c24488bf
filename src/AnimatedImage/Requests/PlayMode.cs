namespace AnimatedImage.Requests;

/// <summary>In which order the frames play.</summary>
public enum PlayMode
{
    /// <summary>As in the source.</summary>
    Forward,

    /// <summary>Last frame first.</summary>
    Reverse,

    /// <summary>Forward, then back; the frames at both ends are shown once each.</summary>
    Boomerang,
}
