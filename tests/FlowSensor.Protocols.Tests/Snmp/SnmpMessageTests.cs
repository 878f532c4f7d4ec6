using System.Text;
using FlowSensor.Protocols.Snmp;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.Protocols.Tests.Snmp;

public sealed class SnmpMessageTests
{
    // GET of sysDescr.0, community "public", and its answer; BER written out by hand from RFC 1157 and X.690.
    private const string Request = "302902010104067075626C6963A01C020404030201020100020100300E300C06082B060102010101000500";

    private const string Answer =
        "303902010104067075626C6963A22C020404030201020100020100301E301C06082B060102010101"
        + "00041073616D706C6520726F75746572207631";

    private static readonly ObjectIdentifier Description = ObjectIdentifier.Parse("1.3.6.1.2.1.1.1.0");

    [Fact]
    public void Encode_GetRequest_EqualsHandWrittenOctets()
    {
        var message = new CommunityMessage(SnmpVersion.V2C, "public", new SnmpPdu(SnmpPduType.Get, 0x04030201, 0, 0, [new VarBind(Description, SnmpValue.Null)]));

        Assert.Equal(Request, Convert.ToHexString(message.Encode()));
    }

    [Fact]
    public void Decode_Response_GivesValue()
    {
        byte[] octets = Convert.FromHexString(Answer);
        Assert.Equal(SnmpDecodeStatus.Ok, CommunityMessage.Decode(octets, out CommunityMessage? message));

        Assert.Equal(("public", 0x04030201), (message!.Community, message.Pdu.RequestId));
        Assert.Equal(Description, message.Pdu.VarBinds[0].Name);
        Assert.Equal("sample router v1", Encoding.ASCII.GetString(message.Pdu.VarBinds[0].Value.Octets));
    }

    [Theory]
    [InlineData("version 2", "302602010204067075626C6963A219020101020100020100300E300C06082B060102010101000500", SnmpDecodeStatus.UnsupportedVersion)]
    [InlineData("set request", "302602010104067075626C6963A319020101020100020100300E300C06082B060102010101000500", SnmpDecodeStatus.UnsupportedPdu)]
    [InlineData("five-octet integer", "302A02010104067075626C6963A21D02050100000000020100020100300E300C06082B060102010101000500", SnmpDecodeStatus.NumberTooLarge)]
    [InlineData("eleven-octet counter", "303102010104067075626C6963A2240201010201000201003019301706082B06010201010100460B0102030405060708090A0B", SnmpDecodeStatus.NumberTooLarge)]
    [InlineData("name without an end", "302602010104067075626C6963A219020101020100020100300E300C06082B060102010101800500", SnmpDecodeStatus.BadName)]
    [InlineData("arc over 32 bits", "302602010104067075626C6963A219020101020100020100300E300C06082B9FFFFFFFFF7F000500", SnmpDecodeStatus.BadName)]
    [InlineData("address of three octets", "302902010104067075626C6963A21C0201010201000201003011300F06082B060102010101004003010203", SnmpDecodeStatus.Malformed)]
    [InlineData("indefinite length", "3080020101040000", SnmpDecodeStatus.Malformed)]
    [InlineData("octets behind", "300502010104000000", SnmpDecodeStatus.TrailingOctets)]
    public void Decode_Refused_SaysWhy(string description, string hex, SnmpDecodeStatus expected) =>
        Assert.True(expected == CommunityMessage.Decode(Convert.FromHexString(hex), out CommunityMessage? message) && message is null, description);

    [Theory]
    [InlineData("0")]
    [InlineData("1.40")]
    [InlineData("3.1")]
    [InlineData("1.3.4294967296")]
    [InlineData("1..3")]
    [InlineData("")]
    public void TryParse_BadName_IsRefused(string text) => Assert.False(ObjectIdentifier.TryParse(text, out _));

    [Theory]
    [InlineData("0.0")]
    [InlineData("2.999.3")]
    [InlineData("1.3.6.1.4.1.4294967295.0.127.128.16383.16384")]
    public void Encode_EdgeNames_RoundTrip(string text)
    {
        Assert.True(ObjectIdentifier.TryParse("." + text, out ObjectIdentifier name));
        Assert.Equal(text, RoundTrip(name, SnmpValue.Of(name)).Name.ToString());
        Assert.Equal(text, RoundTrip(name, SnmpValue.Of(name)).Value.Name.ToString());
    }

    [Fact]
    public void Encode_LongestName_RoundTrips()
    {
        var name = new ObjectIdentifier([1, 3, .. Enumerable.Repeat(uint.MaxValue, 126)]);

        Assert.Equal(name, RoundTrip(name, SnmpValue.Null).Name);
    }

    [Theory]
    [InlineData(SnmpValueKind.Integer, int.MinValue)]
    [InlineData(SnmpValueKind.Integer, int.MaxValue)]
    [InlineData(SnmpValueKind.Integer, -1)]
    [InlineData(SnmpValueKind.Counter32, uint.MaxValue)]
    [InlineData(SnmpValueKind.Gauge32, 0x8000_0000)]
    [InlineData(SnmpValueKind.TimeTicks, 0)]
    [InlineData(SnmpValueKind.Counter64, -1)]
    [InlineData(SnmpValueKind.IpAddress, 0xC0000201)]
    [InlineData(SnmpValueKind.EndOfMibView, 0)]
    public void Encode_Values_RoundTrip(SnmpValueKind kind, long number) =>
        Assert.Equal(SnmpValue.Of(kind, number), RoundTrip(Description, SnmpValue.Of(kind, number)).Value);

    [Fact]
    public void Decode_EveryPrefix_IsRefusedWithoutThrowing()
    {
        foreach (byte[] whole in Samples())
        {
            for (int length = 0; length < whole.Length; length++)
            {
                Assert.NotEqual(SnmpDecodeStatus.Ok, CommunityMessage.Decode(whole.AsSpan(0, length), out _));
                Assert.NotEqual(SnmpDecodeStatus.Ok, SnmpV3Message.Decode(whole.AsSpan(0, length), null, out _));
            }
        }
    }

    [Fact]
    public void Decode_MutatedMessages_NeverThrows()
    {
        var random = new Random(3414);
        byte[][] samples = Samples();
        UsmKeys keys = Keys();
        for (int i = 0; i < 40_000; i++)
        {
            byte[] octets = [.. samples[random.Next(samples.Length)]];
            for (int flips = random.Next(1, 6); flips > 0; flips--)
            {
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            }

            CommunityMessage.Decode(octets, out _);
            SnmpV3Message.Decode(octets, i % 2 == 0 ? keys : null, out _);
        }
    }

    private static byte[][] Samples() =>
    [
        Convert.FromHexString(Request),
        Convert.FromHexString(Answer),
        new SnmpV3Message(7, SnmpMessageFlags.Reportable, UsmParameters.Discovery, [], "", new SnmpPdu(SnmpPduType.Get, 1, 0, 0, [])).Encode(null, 0),
        Signed(),
    ];

    private static UsmKeys Keys() => new UsmUser("u", UsmAuthentication.Sha256, "maplesyrup", UsmPrivacy.Aes128, "maplesyrup").Localize([0, 0, 0, 0, 2]);

    private static byte[] Signed() => new SnmpV3Message(
        7,
        SnmpMessageFlags.Authenticated | SnmpMessageFlags.Private,
        new UsmParameters([0, 0, 0, 0, 2], 1, 2, "u", [], []),
        [0, 0, 0, 0, 2],
        "",
        new SnmpPdu(SnmpPduType.Response, 1, 0, 0, [new VarBind(Description, SnmpValue.Of("text"u8))])).Encode(Keys(), 99);

    private static VarBind RoundTrip(ObjectIdentifier name, SnmpValue value)
    {
        var message = new CommunityMessage(SnmpVersion.V1, "c", new SnmpPdu(SnmpPduType.Response, -5, 0, 0, [new VarBind(name, value)]));
        Assert.Equal(SnmpDecodeStatus.Ok, CommunityMessage.Decode(message.Encode(), out CommunityMessage? decoded));
        return decoded!.Pdu.VarBinds[0];
    }
}
