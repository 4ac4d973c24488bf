namespace AnimatedImage.Requests;

/// <summary>One side of a frame: pixels (<c>480</c>, 1–16384), or part of the source (<c>50%</c>, or a fraction below 1 such as <c>0.5</c>; a fraction of 1 is one pixel, 100% the source).</summary>
public readonly partial record struct FrameDimension
{
    /// <summary>Pixels, or the fraction of the source's side when <see cref="IsFraction"/>.</summary>
    public double Value { get; private init; }

    /// <summary>True when <see cref="Value"/> is a fraction of the source's side.</summary>
    public bool IsFraction { get; private init; }

    /// <summary>Reads a text as described on the type.</summary>
    /// <exception cref="Failures.ConversionException"><see cref="Failures.ErrorId.InvalidParameter"/>.</exception>
    public static FrameDimension Parse(string text) => throw new NotImplementedException();

    /// <summary>A number: at least 1 are pixels, below 1 is a fraction.</summary>
    public static FrameDimension FromNumber(double number) => throw new NotImplementedException();
}
