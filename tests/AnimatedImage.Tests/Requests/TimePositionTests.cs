using System.Globalization;
using AnimatedImage.Requests;

namespace AnimatedImage.Tests.Requests;

public class TimePositionTests
{
    [Theory]
    [InlineData("0", 0, false, false, "0")]
    [InlineData("90", 90, false, false, "90")]
    [InlineData("1.5", 1.5, false, false, "1.5")]
    [InlineData(".5", 0.5, false, false, "0.5")]
    [InlineData(" 2 ", 2, false, false, "2")]
    [InlineData("1:05.250", 65.25, false, false, "65.25")]
    [InlineData("90:00", 5400, false, false, "5400")]
    [InlineData("01:02:03", 3723, false, false, "3723")]
    [InlineData("23:59:59.999", 86399.999, false, false, "86399.999")]
    [InlineData("86399.999", 86399.999, false, false, "86399.999")]
    [InlineData("10%", 10, true, false, "10%")]
    [InlineData("33.3 %", 33.3, true, false, "33.3%")]
    [InlineData("100%", 100, true, false, "100%")]
    [InlineData("-5", 5, false, true, "-5")]
    [InlineData("-1:05.25", 65.25, false, true, "-65.25")]
    [InlineData("-10%", 10, true, true, "-10%")]
    [InlineData("-0", 0, false, true, "-0")]
    [InlineData("0.00000004", 0, false, false, "0")]
    public void Reads_a_time(string text, double value, bool isPercent, bool fromEnd, string canonical)
    {
        var position = TimePosition.Parse(text);
        Assert.Equal((value, isPercent, fromEnd), (position.Value, position.IsPercent, position.FromEnd));
        Assert.Equal(canonical, position.ToString());
        Assert.True(TimePosition.TryParse(text, out TimePosition tried));
        Assert.Equal(position, tried);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("-", "cannot be read")]
    [InlineData("NaN", "cannot be read")]
    [InlineData("∞", "cannot be read")]
    [InlineData("Infinity", "cannot be read")]
    [InlineData("1:99", "below 60")]
    [InlineData("1:60:00", "below 60")]
    [InlineData("1:00:60", "below 60")]
    [InlineData("1,5", "point, not a comma")]
    [InlineData("1:02,5", "point, not a comma")]
    [InlineData("1e3", "exponents")]
    [InlineData("5.", "cannot be read")]
    [InlineData("--5", "cannot be read")]
    [InlineData("+5", "cannot be read")]
    [InlineData("1::2", "cannot be read")]
    [InlineData("1.5:02", "cannot be read")]
    [InlineData("1:2:3:4", "cannot be read")]
    [InlineData("٣", "cannot be read")]
    [InlineData("86400", "86399.999")]
    [InlineData("24:00:00", "86399.999")]
    [InlineData("99999999999999999999999999", "86399.999")]
    [InlineData("9999999999999999999999999999:00", "86399.999")]
    [InlineData("100.1%", "100 %")]
    [InlineData("5 s", "cannot be read")]
    public void Refuses_what_is_no_time(string text, string saying)
    {
        InvalidValueAssert.Throws(() => TimePosition.Parse(text), text, saying);
        Assert.False(TimePosition.TryParse(text, out _));
    }

    [Fact]
    public void A_message_quotes_no_control_characters_and_no_novel()
    {
        string message = InvalidValueAssert.Throws(() => TimePosition.Parse(new string('x', 5000)), "x").Message;
        Assert.InRange(message.Length, 60, 200);
        Assert.DoesNotContain('\n', InvalidValueAssert.Throws(() => TimePosition.Parse("a\nb"), "a").Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(86400)]
    [InlineData(-86400)]
    [InlineData(double.MaxValue)]
    public void Refuses_absurd_numbers(double seconds) =>
        InvalidValueAssert.Throws(() => TimePosition.FromSeconds(seconds), seconds.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Negative_numbers_count_from_the_end()
    {
        Assert.Equal(TimePosition.Parse("-2.5"), TimePosition.FromSeconds(-2.5));
        Assert.Equal(TimePosition.Parse("-2.5"), TimePosition.FromTimeSpan(TimeSpan.FromSeconds(-2.5)));
        Assert.Equal(default, TimePosition.FromSeconds(-0.0));
    }

    [Theory]
    [InlineData("3", 10, 3)]
    [InlineData("30", 10, 30)]
    [InlineData("10%", 0.3, 0.03)]
    [InlineData("33.3%", 10, 3.33)]
    [InlineData("-3", 10, 7)]
    [InlineData("-30", 10, -20)]
    [InlineData("-10%", 10, 9)]
    [InlineData("-0", 10, 10)]
    [InlineData("-100%", 10, 0)]
    public void Resolves_on_a_source(string text, double duration, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), TimePosition.Parse(text).Resolve(TimeSpan.FromSeconds(duration)));

    [Fact]
    public void Every_value_reads_back_as_itself()
    {
        var random = new Random(1);
        for (int i = 0; i < 5000; i++)
        {
            double seconds = Math.Round((random.NextDouble() - 0.5) * 2 * 86399, random.Next(0, 16));
            var position = TimePosition.FromSeconds(seconds);
            Assert.Equal(position, TimePosition.Parse(position.ToString()));
            string percent = string.Create(CultureInfo.InvariantCulture, $"{(random.Next(2) == 0 ? "" : "-")}{random.NextDouble() * 100:0.#########}%");
            Assert.Equal(TimePosition.Parse(percent), TimePosition.Parse(TimePosition.Parse(percent).ToString()));
        }
    }
}
