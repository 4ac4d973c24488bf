using System.Globalization;

namespace AnimatedImage.Tests.Requests;

/// <summary>The same tests where 1.5 is written 1,5.</summary>
public static class InGerman
{
    [Culture("de-DE")]
    public sealed class Times : TimePositionTests
    {
        [Fact]
        public void The_culture_is_another_one() => Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
    }

    [Culture("de-DE")]
    public sealed class Segments : ClipSegmentTests;

    [Culture("de-DE")]
    public sealed class Dimensions : FrameDimensionTests;

    [Culture("de-DE")]
    public sealed class PictureValues : PictureValueTests;

    [Culture("de-DE")]
    public sealed class ByteSizes : ByteSizeTests;

    [Culture("de-DE")]
    public sealed class Checks : ConversionRequestCheckTests;

    [Culture("de-DE")]
    public sealed class Merges : ConversionRequestOverTests;

    [Culture("de-DE")]
    public sealed class Destinations : DestinationPatternTests;

    [Culture("de-DE")]
    public sealed class Json : RequestJsonTests;
}
