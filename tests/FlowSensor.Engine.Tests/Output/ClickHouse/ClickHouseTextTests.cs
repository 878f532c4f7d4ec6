using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Output.ClickHouse;

namespace FlowSensor.Engine.Tests.Output.ClickHouse;

public sealed class ClickHouseTextTests
{
    [Theory]
    [InlineData("smtp", "'smtp'")]
    [InlineData("o'; DROP TABLE flows --", @"'o\'; DROP TABLE flows --'")]
    [InlineData(@"\'", @"'\\\''")]
    [InlineData("a\nb\0", @"'a\x0Ab\x00'")]
    [InlineData("{0}{1}", "'{0}{1}'")]
    public void Quote_AnyText_CannotEndTheLiteral(string text, string expected) => Assert.Equal(expected, ClickHouseText.Quote(text));

    [Fact]
    public void Fields_OfARow_AreUnescaped() =>
        Assert.Equal(["a\tb", "c\\d", "", "e\nf", "'"], ClickHouseText.Fields("a\\tb\tc\\\\d\t\te\\nf\t\\'"));

    [Theory]
    [InlineData("18.16.1", 18, 16, false)]
    [InlineData("20.3.19.4", 20, 3, true)]
    [InlineData("25.8.1.1\n", 25, 8, true)]
    [InlineData("what", 0, 0, false)]
    [InlineData("", 0, 0, false)]
    public void Parse_AVersion_SaysWhatItCanDo(string text, int major, int minor, bool isModern)
    {
        ClickHouseVersion version = ClickHouseVersion.Parse(text);

        Assert.Equal((major, minor, isModern), (version.Major, version.Minor, version.IsModern));
    }
}
