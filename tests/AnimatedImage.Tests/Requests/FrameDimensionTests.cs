using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Requests;

public class FrameDimensionTests
{
    [Theory]
    [InlineData("1", 1, false, "1")]
    [InlineData("480", 480, false, "480")]
    [InlineData("480.0", 480, false, "480")]
    [InlineData("16384", 16384, false, "16384")]
    [InlineData("0.5", 0.5, true, "50%")]
    [InlineData("50%", 0.5, true, "50%")]
    [InlineData("50 %", 0.5, true, "50%")]
    [InlineData("33.3%", 0.333, true, "33.3%")]
    [InlineData("100%", 1, true, "100%")]
    [InlineData("1600%", 16, true, "1600%")]
    public void Reads_a_size(string text, double value, bool isFraction, string canonical)
    {
        var dimension = FrameDimension.Parse(text);
        Assert.Equal((value, isFraction), (dimension.Value, dimension.IsFraction));
        Assert.Equal(canonical, dimension.ToString());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("0", "out of range")]
    [InlineData("-5", "negative")]
    [InlineData("-5%", "negative")]
    [InlineData("16385", "out of range")]
    [InlineData("1.5", "whole")]
    [InlineData("0%", "more than 0 %")]
    [InlineData("0.000000001", "more than 0 %")]
    [InlineData("1601%", "1600 %")]
    [InlineData("0,5", "comma")]
    [InlineData("NaN", "cannot be read")]
    [InlineData("1e3", "exponents")]
    [InlineData("99999999999999999999", "out of range")]
    public void Refuses_what_is_no_size(string text, string saying)
    {
        InvalidValueAssert.Throws(() => FrameDimension.Parse(text), text, saying);
        Assert.False(FrameDimension.TryParse(text, out _));
    }

    [Theory]
    [InlineData(0.5, "50%")]
    [InlineData(1, "1")]
    [InlineData(640, "640")]
    public void A_number_below_one_is_a_part(double number, string canonical) => Assert.Equal(canonical, FrameDimension.FromNumber(number).ToString());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.5)]
    [InlineData(16385)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Refuses_numbers_that_are_no_size(double number) => InvalidValueAssert.Throws(() => FrameDimension.FromNumber(number), "");

    [Fact]
    public void Every_value_reads_back_as_itself()
    {
        var random = new Random(2);
        for (int i = 0; i < 5000; i++)
        {
            var dimension = FrameDimension.FromNumber(random.Next(4) == 0 ? random.Next(1, 16385) : Math.Max(1e-8, random.NextDouble()));
            Assert.Equal(dimension, FrameDimension.Parse(dimension.ToString()));
        }
    }
}
