using System.Text;
using FlowSensor.Protocols.Snmp;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.Protocols.Tests.Snmp;

public sealed class UsmTests
{
    private static readonly byte[] EngineId = Convert.FromHexString("000000000000000000000002");

    // RFC 3414 A.3.1, A.3.2: password "maplesyrup".
    [Theory]
    [InlineData(UsmAuthentication.Md5, "9faf3283884e92834ebc9847d8edd963", "526f5eed9fcce26f8964c2930787d82b")]
    [InlineData(UsmAuthentication.Sha1, "9fb5cc0381497b3793528939ff788d5d79145211", "6695febc9288e36282235fc7151f128497b38f3f")]
    public void Localize_SamplesOfRfc3414_GivesTheirKeys(UsmAuthentication protocol, string key, string localised)
    {
        Assert.Equal(key, Convert.ToHexStringLower(UsmUser.Expand(protocol, "maplesyrup")));
        Assert.Equal(localised, Convert.ToHexStringLower(new UsmUser("u", protocol, "maplesyrup").Localize(EngineId).AuthenticationKey));
    }

    [Theory]
    [InlineData("", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f")]
    [InlineData("abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525")]
    public void HashData_SamplesOfFips180_GivesTheirDigests(string text, string digest)
    {
        var found = new byte[Sha224.DigestSize];
        Sha224.HashData(Encoding.ASCII.GetBytes(text), [], found);

        Assert.Equal(digest, Convert.ToHexStringLower(found));
    }

    // RFC 4231 4.2 and 4.3.
    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22")]
    [InlineData("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44")]
    public void Hmac_SamplesOfRfc4231_GivesTheirDigests(string key, string data, string digest)
    {
        var found = new byte[Sha224.DigestSize];
        Sha224.Hmac(Convert.FromHexString(key), Convert.FromHexString(data), found);

        Assert.Equal(digest, Convert.ToHexStringLower(found));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Decode_EveryCombination_RoundTripsAndRefusesTampering(UsmAuthentication authentication, UsmPrivacy privacy)
    {
        UsmKeys keys = new UsmUser("u", authentication, "maplesyrup", privacy, "other-password").Localize(EngineId);
        var pdu = new SnmpPdu(SnmpPduType.Response, 5, 0, 0, [new VarBind(ObjectIdentifier.Parse("1.3.6.1"), SnmpValue.Of("some octets"u8))]);
        byte[] octets = new SnmpV3Message(9, keys.Flags, new UsmParameters(EngineId, 3, 4, "u", [], []), EngineId, "ctx", pdu).Encode(keys, 77);

        Assert.Equal(SnmpDecodeStatus.Ok, SnmpV3Message.Decode(octets, keys, out SnmpV3Message? message));
        Assert.Equal(("u", "ctx", 3, 4), (message!.Security.UserName, message.ContextName, message.Security.Boots, message.Security.Time));
        Assert.Equal("some octets", Encoding.ASCII.GetString(message.Pdu.VarBinds[0].Value.Octets));
        if (authentication != UsmAuthentication.None)
        {
            octets[^1] ^= 1;
            Assert.Equal(SnmpDecodeStatus.WrongDigest, SnmpV3Message.Decode(octets, keys, out _));
            UsmKeys others = new UsmUser("u", authentication, "another-one", privacy, "other-password").Localize(EngineId);
            octets[^1] ^= 1;
            Assert.Equal(SnmpDecodeStatus.WrongDigest, SnmpV3Message.Decode(octets, others, out _));
            Assert.Equal(SnmpDecodeStatus.WrongDigest, SnmpV3Message.Decode(octets, null, out _));
        }
    }

    [Fact]
    public void Constructor_ShortPassword_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new UsmUser("u", UsmAuthentication.Sha1, "short"));
        Assert.Throws<ArgumentException>(() => new UsmUser("u", UsmAuthentication.None, "", UsmPrivacy.Aes128, "long-enough"));
    }

    public static TheoryData<UsmAuthentication, UsmPrivacy> Combinations()
    {
        var data = new TheoryData<UsmAuthentication, UsmPrivacy> { { UsmAuthentication.None, UsmPrivacy.None } };
        foreach (UsmAuthentication authentication in Enum.GetValues<UsmAuthentication>().Skip(1))
        {
            foreach (UsmPrivacy privacy in Enum.GetValues<UsmPrivacy>())
            {
                data.Add(authentication, privacy);
            }
        }

        return data;
    }
}
