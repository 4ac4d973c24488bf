namespace AnimatedImage.Frames.Scaling;

/// <summary>Makes pictures of one size smaller. Not for several threads at once.</summary>
internal interface IFrameScaler
{
    /// <summary>The picture made smaller, with the same time; the caller disposes both.</summary>
    Frame Scale(Frame frame);
}
