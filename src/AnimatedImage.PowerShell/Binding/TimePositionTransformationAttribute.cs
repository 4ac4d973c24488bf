using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Binding;

/// <summary>Seconds, a TimeSpan, <c>1:05.5</c>, <c>10%</c>; a minus counts from the end.</summary>
internal sealed class TimePositionTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) => value switch
    {
        TimePosition => value,
        TimeSpan time => TimePosition.FromSeconds(time.TotalSeconds),
        _ when IsNumber(value, out double seconds) => TimePosition.FromSeconds(seconds),
        _ => TimePosition.Parse(TextOf(value)),
    };
}
