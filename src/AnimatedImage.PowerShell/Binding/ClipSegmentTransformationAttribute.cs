using AnimatedImage.Requests;

namespace AnimatedImage.PowerShell.Binding;

/// <summary><c>0:05-0:08</c> or <c>50%+2</c>, one or several.</summary>
internal sealed class ClipSegmentTransformationAttribute : ValueTransformationAttribute
{
    private protected override object Convert(object value) =>
        Elements(value).Select(item => item as ClipSegment ?? ClipSegment.Parse(TextOf(item))).ToArray();
}
