using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Dns;

public class DnsMessageTests
{
    private const string Header = "1234 0100 0001 0000 0000 0000";
    private const string Example = "07 6578616d706c65 03 636f6d 00";

    // A response with a compressed answer and an OPT record that adds 1 to the upper bits of the response code (16, BADVERS).
    private const string EdnsResponse =
        "1234 8183 0001 0001 0000 0001" + Example + "000f 0001"
        + "c00c 000f 0001 00000e10 0004 000a c00c" + "00 0029 04d0 01 00 0000 0000";

    [Fact]
    public void TryRead_Query_GivesTypeClassAndName()
    {
        byte[] bytes = Bytes(Header + Example + "000c 0001");

        Assert.Equal(DnsReadStatus.Ok, DnsMessage.TryRead(bytes, bytes.Length, out DnsMessage message));
        Assert.False(message.IsResponse);
        Assert.Equal(0x1234, message.Id);
        Assert.Equal(DnsTypes.Ptr, message.QueryType);
        Assert.Equal(1, message.QueryClass);
        Assert.Equal(2, message.NameLabels);
        Assert.Equal(bytes.Length, message.WireLength);
        Assert.True(message.RecursionDesired);
    }

    [Fact]
    public void TryRead_ResponseWithEdns_GivesExtendedResponseCode()
    {
        byte[] bytes = Bytes(EdnsResponse);

        Assert.Equal(DnsReadStatus.Ok, DnsMessage.TryRead(bytes, bytes.Length, out DnsMessage message));
        Assert.True(message.IsResponse);
        Assert.True(message.HasEdns);
        Assert.Equal(1232, message.EdnsPayloadSize);
        Assert.Equal(0x13, message.ResponseCode);
        Assert.Equal(DnsTypes.Mx, message.QueryType);
    }

    [Fact]
    public void TryRead_NameInOtherCase_GivesSameHash()
    {
        DnsMessage.TryRead(Bytes(Header + Example + "0001 0001"), 29, out DnsMessage lower);
        DnsMessage.TryRead(Bytes(Header + "07 4558414d504c45 03 434f4d 00 0001 0001"), 29, out DnsMessage upper);
        DnsMessage.TryRead(Bytes(Header + "07 4558414d504c46 03 434f4d 00 0001 0001"), 29, out DnsMessage other);

        Assert.Equal(lower.NameHash, upper.NameHash);
        Assert.NotEqual(lower.NameHash, other.NameHash);
    }

    [Fact]
    public void TryRead_NameByAPointer_GivesTheHashOfTheNameInFull()
    {
        // The identifier reads as a label of one octet, and the flags end it: there is nothing else before the first question.
        byte[] pointer = Bytes("0161 0000 0001 0000 0000 0000" + "c000 0001 0001");
        byte[] whole = Bytes("0161 0000 0001 0000 0000 0000" + "0161 00 0001 0001");

        Assert.Equal(DnsReadStatus.Ok, DnsMessage.TryRead(pointer, pointer.Length, out DnsMessage first));
        Assert.Equal(DnsReadStatus.Ok, DnsMessage.TryRead(whole, whole.Length, out DnsMessage second));
        Assert.Equal(second.NameHash, first.NameHash);
        Assert.Equal((1, 1), (first.NameLabels, second.NameLabels));
    }

    [Theory]
    [InlineData("two labels", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa.com", 0, 0)]
    [InlineData("too short", "k3j9x.example.com", 0, 0)]
    [InlineData("nineteen octets", "0123456789.abcdefghi.example.com", 0, 0)]
    [InlineData("twenty octets", "0123456789.abcdefghij.example.com", 4.3219, 4.3220)]
    [InlineData("one letter", "aaaaaaaaaaaaaaaaaaaaaaaa.example.com", 0, 0)]
    [InlineData("two letters in two labels, in either case", "AbabABABabab.ABababababab.example.com", 1, 1)]
    [InlineData("an address before a block list", "254.100.51.198.zen.example.com", 0, 0)]
    [InlineData("hexadecimal", "0123456789abcdef0123456789abcdef.example.com", 4, 4)]
    [InlineData("base 32", "mfrggzdfmztwq2lknnwg23tpoa5q.t.example.com", 3.6, 4.5)]
    public void TryRead_NameEntropy_IsThatOfItsFrontPart(string what, string name, double least, double most)
    {
        Assert.NotEmpty(what);
        string labels = string.Concat(name.Split('.').Select(static label => $"{label.Length:x2}{Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(label))}"));
        byte[] bytes = Bytes(Header + labels + "00 0001 0001");

        Assert.Equal(DnsReadStatus.Ok, DnsMessage.TryRead(bytes, bytes.Length, out DnsMessage message));
        Assert.InRange(message.NameEntropy, least - 0.0001, most + 0.0001);

        byte[] response = Bytes(Header.Replace("0100", "8180", StringComparison.Ordinal) + labels + "00 0001 0001");
        DnsMessage.TryRead(response, response.Length, out message);
        Assert.Equal(0, message.NameEntropy);
    }

    [Theory]
    [InlineData("nothing at all", "", DnsReadStatus.TruncatedHeader)]
    [InlineData("eleven octets", "1234 0100 0001 0000 0000 00", DnsReadStatus.TruncatedHeader)]
    [InlineData("question announced, none there", Header, DnsReadStatus.TruncatedQuestion)]
    [InlineData("question without its class", Header + Example + "0001 00", DnsReadStatus.TruncatedQuestion)]
    [InlineData("label past the end", Header + "3f 6161", DnsReadStatus.TruncatedQuestion)]
    [InlineData("label length with bits 01", Header + "41 6161 00 0001 0001", DnsReadStatus.BadLabel)]
    [InlineData("label length with bits 10", Header + "80 00 0001 0001", DnsReadStatus.BadLabel)]
    [InlineData("pointer to itself", Header + "c00c 0001 0001", DnsReadStatus.BadPointer)]
    [InlineData("pointer forward", Header + "c010 0001 0001", DnsReadStatus.BadPointer)]
    [InlineData("two pointers in a circle", Header + "01 61 c00c 0001 0001", DnsReadStatus.BadPointer)]
    [InlineData("record cut short", "1234 8180 0000 0001 0000 0000 00 0001 0001 00000000 0004 7f", DnsReadStatus.TruncatedRecord)]
    [InlineData("record announced, none there", "1234 8180 0000 0001 0000 0000", DnsReadStatus.TruncatedRecord)]
    [InlineData("header alone", "1234 8185 0000 0000 0000 0000", DnsReadStatus.Ok)]
    public void TryRead_Hex_GivesStatus(string what, string hex, DnsReadStatus expected)
    {
        byte[] bytes = Bytes(hex);

        Assert.True(expected == DnsMessage.TryRead(bytes, bytes.Length, out _), what);
    }

    // A type behind a broken pointer counts when the other questions can be walked too; else all is junk.
    [Theory]
    [InlineData("c010 000f 0001 00 0001 0001", DnsReadStatus.BadPointer, 15)]
    [InlineData("c010 000f 0001 3f 6161", DnsReadStatus.TruncatedQuestion, 0)]
    [InlineData("c010 000f 0001 80 00 0001 0001", DnsReadStatus.BadLabel, 0)]
    public void TryRead_BrokenPointerBeforeAnotherQuestion_GivesTypeIfAllCanBeWalked(string hex, DnsReadStatus expected, int type)
    {
        byte[] bytes = Bytes("1234 0100 0002 0000 0000 0000" + hex);

        Assert.Equal((expected, type), (DnsMessage.TryRead(bytes, bytes.Length, out DnsMessage message), message.QueryType));
    }

    [Fact]
    public void TryRead_NameOver255Octets_IsRefused()
    {
        string labels = string.Concat(Enumerable.Repeat("3f" + new string('6', 126), 4)) + "00 0001 0001";
        byte[] bytes = Bytes(Header + labels);

        Assert.Equal(DnsReadStatus.NameTooLong, DnsMessage.TryRead(bytes, bytes.Length, out _));
    }

    [Fact]
    public void TryRead_AllPrefixes_AreCutWhereCapturedAndMalformedWhereSent()
    {
        byte[] bytes = Bytes(EdnsResponse);
        for (int length = 0; length < bytes.Length; length++)
        {
            DnsReadStatus cut = DnsMessage.TryRead(bytes.AsSpan(0, length), bytes.Length, out _);
            DnsReadStatus sent = DnsMessage.TryRead(bytes.AsSpan(0, length), length, out _);
            Assert.True(cut is DnsReadStatus.TruncatedHeader or DnsReadStatus.Cut, $"{length}: {cut}");
            Assert.True(sent is DnsReadStatus.TruncatedHeader or DnsReadStatus.TruncatedQuestion or DnsReadStatus.TruncatedRecord, $"{length}: {sent}");
        }
    }

    [Fact]
    public void TryRead_Mutations_EndWithAStatus()
    {
        byte[] seed = Bytes(EdnsResponse);
        Random random = new(53);
        for (int round = 0; round < 200_000; round++)
        {
            byte[] bytes = [.. seed];
            for (int flip = random.Next(1, 6); flip > 0; flip--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            DnsReadStatus status = DnsMessage.TryRead(bytes, bytes.Length + random.Next(2), out DnsMessage message);
            Assert.True(Enum.IsDefined(status));
            Assert.InRange(message.ResponseCode, 0, DnsResponseCodes.Count - 1);
        }
    }

    [Fact]
    public void TryRead_Twice_AllocatesNothing()
    {
        byte[] bytes = Bytes(EdnsResponse);

        Assert.Equal(0, AllocatedBytes.Of(() => DnsMessage.TryRead(bytes, bytes.Length, out _)));
    }

    [Fact]
    public void NameOf_KnownAndUnknownNumbers_GivesMnemonics()
    {
        Assert.Equal("MX", DnsTypes.NameOf(15));
        Assert.Equal("TYPE65280", DnsTypes.NameOf(65280));
        Assert.Equal("NXDOMAIN", DnsResponseCodes.NameOf(3));
        Assert.Equal("BADVERS", DnsResponseCodes.NameOf(16));
        Assert.Equal("RCODE3841", DnsResponseCodes.NameOf(3841));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
