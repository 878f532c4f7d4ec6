using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;

namespace FlowSensor.Engine.Tests.Configuration;

public class ScalarTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("0s", 0)]
    [InlineData("60s", 60_000)]
    [InlineData("15m", 900_000)]
    [InlineData("12h", 43_200_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("90d", 7_776_000_000)]
    [InlineData("2w", 1_209_600_000)]
    public void DurationText_Unit_IsRead(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("60")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5y")]
    [InlineData("1.5h")]
    [InlineData("99999999999w")]
    [InlineData("9999999999999999999999s")]
    public void DurationText_NoDuration_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("0", 0, "0B")]
    [InlineData("4096", 4096, "4KiB")]
    [InlineData("100B", 100, "100B")]
    [InlineData("64KiB", 65_536, "64KiB")]
    [InlineData("32MiB", 33_554_432, "32MiB")]
    [InlineData("1.5GiB", 1_610_612_736, "1536MiB")]
    [InlineData("1TiB", 1_099_511_627_776, "1TiB")]
    [InlineData("5kB", 5_000, "5000B")]
    [InlineData("5 MB", 5_000_000, "5000000B")]
    [InlineData("1GB", 1_000_000_000, "1000000000B")]
    public void ByteSize_Unit_IsRead(string text, long octets, string printed)
    {
        Assert.True(ByteSize.TryParse(text, out ByteSize size));
        Assert.Equal(octets, size.Octets);
        Assert.Equal(printed, size.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("1XB")]
    [InlineData("9999999999TiB")]
    public void ByteSize_NoSize_IsRefused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("0.0.0.0:2055", "udp://0.0.0.0:2055")]
    [InlineData("[::]:4739", "udp://[::]:4739")]
    [InlineData("udp://127.0.0.1:5514", "udp://127.0.0.1:5514")]
    [InlineData("tcp://[2001:db8::1]:5514", "tcp://[2001:db8::1]:5514")]
    public void TransportEndpoint_Endpoint_IsRead(string text, string printed)
    {
        Assert.True(TransportEndpoint.TryParse(text, out TransportEndpoint? endpoint));
        Assert.Equal(printed, endpoint?.ToString());
    }

    [Theory]
    [InlineData("2055")]
    [InlineData(":2055")]
    [InlineData("::1:2055")]
    [InlineData("[0.0.0.0]:2055")]
    [InlineData("0.0.0.0:0")]
    [InlineData("0.0.0.0:65536")]
    [InlineData("localhost:2055")]
    [InlineData("sctp://0.0.0.0:2055")]
    public void TransportEndpoint_NoEndpoint_IsRefused(string text) => Assert.False(TransportEndpoint.TryParse(text, out _));

    [Theory]
    [InlineData(typeof(bool), "yes", true)]
    [InlineData(typeof(bool), "off", false)]
    [InlineData(typeof(bool), "1", null)]
    [InlineData(typeof(int), "-5", -5)]
    [InlineData(typeof(int), "5.0", null)]
    [InlineData(typeof(ushort), "65535", (ushort)65535)]
    [InlineData(typeof(ushort), "65536", null)]
    [InlineData(typeof(double), "0.25", 0.25)]
    [InlineData(typeof(double), "NaN", null)]
    [InlineData(typeof(SamplingMode), "Override", SamplingMode.Override)]
    [InlineData(typeof(SamplingMode), "1", null)]
    public void Read_Text_GivesValueOrNull(Type type, string text, object? value) => Assert.Equal(value, ScalarText.Read(type, text));

    [Fact]
    public void Read_OtherTypes_GiveValueOrNull()
    {
        Assert.Equal(new DateOnly(2026, 1, 31), ScalarText.Read(typeof(DateOnly), "2026-01-31"));
        Assert.Null(ScalarText.Read(typeof(DateOnly), "31.1.2026"));
        Assert.Equal(new Uri("http://127.0.0.1:8086"), ScalarText.Read(typeof(Uri), "http://127.0.0.1:8086"));
        Assert.Null(ScalarText.Read(typeof(Uri), "file:///etc/passwd"));
        Assert.Null(ScalarText.Read(typeof(TimeZoneInfo), "Mars/Olympus"));
        Assert.NotNull(ScalarText.Read(typeof(TimeZoneInfo), "Asia/Taipei"));
    }
}
