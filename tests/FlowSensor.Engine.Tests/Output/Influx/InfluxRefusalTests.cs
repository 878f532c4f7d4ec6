using FlowSensor.Engine.Output.Influx;

namespace FlowSensor.Engine.Tests.Output.Influx;

public sealed class InfluxRefusalTests
{
    [Theory]
    [InlineData("""{"error":"partial write: field type conflict: input field \"f\" on measurement \"m\" is type float, already exists as type integer dropped=3"}""", true, 3)]
    [InlineData("""{"error":"partial write: unable to parse 'm f=': missing field value\nunable to parse 'x': missing fields dropped=0"}""", true, 2)]
    [InlineData("""{"code":"unprocessable entity","message":"failure writing points to database: partial write: points beyond retention policy dropped=7"}""", true, 7)]
    [InlineData("""{"error":"partial write of line protocol occurred","data":[{"original_line":"x","line_number":2,"error_message":"no fields"},{}]}""", true, 2)]
    [InlineData("""{"error":"partial write: points beyond retention policy dropped=99999"}""", true, 10)]
    [InlineData("""{"error":"partial write: who knows"}""", true, 1)]
    [InlineData("""{"error":"unable to parse 'm f=': missing field value"}""", false, 10)]
    [InlineData("""{"code":"invalid","message":"line protocol poorly formed"}""", false, 10)]
    [InlineData("<html>Bad Request</html>", false, 10)]
    [InlineData("""{"error":"\ud800"}""", false, 10)]
    [InlineData("[]", false, 10)]
    [InlineData("", false, 10)]
    public void Read_AnAnswer_CountsTheLines(string body, bool isPartial, int lines)
    {
        InfluxRefusal refusal = InfluxRefusal.Read(body, 10);

        Assert.Equal((isPartial, lines), (refusal.IsPartial, refusal.Lines));
        Assert.DoesNotContain('\n', refusal.Reason);
    }

    [Fact]
    public void OneLine_LongTextOfAServer_IsShortAndHarmless()
    {
        string line = InfluxRefusal.OneLine("a\u001b[31m\r\n" + new string('x', 10_000));

        Assert.InRange(line.Length, 10, 310);
        Assert.DoesNotContain(line, char.IsControl);
    }
}
