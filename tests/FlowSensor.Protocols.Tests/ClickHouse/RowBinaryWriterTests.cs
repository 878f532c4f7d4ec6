using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.ClickHouse;

namespace FlowSensor.Protocols.Tests.ClickHouse;

public sealed class RowBinaryWriterTests
{
    [Fact]
    public void Write_EachType_IsTheFormatsOctets()
    {
        byte[] octets = new byte[256];
        RowBinaryWriter writer = new(octets);

        writer.Write((byte)0x01);
        writer.Write((ushort)0x0203);
        writer.Write(0x04050607u);
        writer.Write(0x08090A0B0C0D0E0FUL);
        writer.WriteDateTime(1_767_571_200_999);
        writer.Write("a\u00e9");
        writer.Write(IpAddress.Parse("192.0.2.1"));
        writer.Write(IpAddress.Parse("2001:db8::1"));
        writer.WriteEncoded([0xAA, 0xBB]);

        Assert.Equal(
            "01" + "0302" + "07060504" + "0F0E0D0C0B0A0908" + "00FF5A69" + "0361C3A9"
            + "00000000000000000000FFFFC0000201" + "20010DB8000000000000000000000001" + "AABB",
            Convert.ToHexString(octets.AsSpan(0, writer.Written)));
    }

    [Theory]
    [InlineData(0u, "00")]
    [InlineData(127u, "7F")]
    [InlineData(128u, "8001")]
    [InlineData(16_384u, "808001")]
    [InlineData(uint.MaxValue, "FFFFFFFF0F")]
    public void WriteLength_OfANumber_IsLeb128(uint length, string expected)
    {
        byte[] octets = new byte[8];
        RowBinaryWriter writer = new(octets);

        writer.WriteLength(length);

        Assert.Equal(expected, Convert.ToHexString(octets.AsSpan(0, writer.Written)));
    }

    [Theory]
    [InlineData(-1L, "00000000")]
    [InlineData(long.MaxValue, "FFFFFFFF")]
    [InlineData(long.MinValue, "00000000")]
    public void WriteDateTime_OutsideTheColumn_IsTheNearestThatFits(long unixMilliseconds, string expected)
    {
        byte[] octets = new byte[4];
        RowBinaryWriter writer = new(octets);

        writer.WriteDateTime(unixMilliseconds);

        Assert.Equal(expected, Convert.ToHexString(octets));
    }
}
