namespace AnimatedImage.Requests;

/// <summary>A rectangle in pixels of the displayed source (after rotation, with square pixels): <c>x,y,w,h</c>.</summary>
/// <param name="X">Left edge, ≥ 0.</param>
/// <param name="Y">Top edge, ≥ 0.</param>
/// <param name="Width">Width, ≥ 1.</param>
/// <param name="Height">Height, ≥ 1.</param>
public sealed partial record CropRectangle(int X, int Y, int Width, int Height)
{
    /// <summary>Reads <c>x,y,w,h</c>.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.InvalidParameter"/>.</exception>
    public static CropRectangle Parse(string text) => throw new NotImplementedException();
}
