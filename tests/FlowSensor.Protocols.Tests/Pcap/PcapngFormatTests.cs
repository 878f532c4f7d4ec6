using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Protocols.Tests.Pcap;

public sealed class PcapngFormatTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadNext_EveryPacketBlock_IsRead(bool isBigEndian)
    {
        byte[] file = new CaptureBytes(isBigEndian).Section().Interface(1).Interface(101, 2)
            .Block(5, new CaptureBytes(isBigEndian).U32(0).U64(0))
            .Enhanced(1, 1_700_000_000_000_001, "enhanced")
            .Block(2, new CaptureBytes(isBigEndian).U16(1).U16(0).U32(0).U32(9).U32(3).U32(3).Text("old"))
            .Block(3, new CaptureBytes(isBigEndian).U32(6).Text("simple"))
            .Block(0x0BAD, new CaptureBytes(isBigEndian).Text("passed over"))
            .ToArray();

        Assert.Equal(
            ["1700000000000001000 enhanced", "9000 old", "0 simple", "EndOfFile"],
            CaptureReaderTests.ReadAll(file));
    }

    [Fact]
    public void ReadNext_SimplePacketUnderSnapLength_IsCutToIt()
    {
        byte[] file = new CaptureBytes(false).Section().Interface(1, 4).Block(3, new CaptureBytes(false).U32(6).Text("simp")).ToArray();

        Assert.Equal(["0 simp", "EndOfFile"], CaptureReaderTests.ReadAll(file));
    }

    [Theory]
    [InlineData(0, 0L, 5UL, 5_000_000_000)]
    [InlineData(3, 0L, 5UL, 5_000_000)]
    [InlineData(6, 0L, 5UL, 5_000)]
    [InlineData(9, 0L, 5UL, 5)]
    [InlineData(9, 100L, 5UL, 100_000_000_005)]
    [InlineData(9, -1L, 5UL, -999_999_995)]
    [InlineData(12, 0L, 5_000UL, 5)]
    [InlineData(0x80, 0L, 5UL, 5_000_000_000)]
    [InlineData(0x8A, 0L, 1_024UL, 1_000_000_000)]
    [InlineData(0xA0, 0L, 0x6553_F100_8000_0000UL, 1_700_000_000_500_000_000)]
    [InlineData(100, 0L, 5UL, 0)]
    [InlineData(0xFF, 0L, 5UL, 0)]
    public void ReadNext_ResolutionAndOffset_GiveNanoseconds(byte resolution, long offset, ulong ticks, long expectedNs)
    {
        byte[] file = new CaptureBytes(true).Section().Interface(1, 0, resolution, offset).Enhanced(0, ticks, "x").ToArray();

        Assert.Equal([$"{expectedNs} x", "EndOfFile"], CaptureReaderTests.ReadAll(file));
    }

    [Fact]
    public void ReadNext_SectionsOfBothOrders_ForgetTheInterfacesBefore()
    {
        byte[] first = new CaptureBytes(false).Section().Interface(1).Interface(101).Enhanced(1, 1, "a").ToArray();
        byte[] second = new CaptureBytes(true).Section().Interface(113).Enhanced(0, 2, "b").ToArray();
        using CaptureReader reader = CaptureReader.Open(new MemoryStream([.. first, .. second]));

        Assert.True(reader.TryReadNext(out CapturedPacket packet));
        Assert.Equal((LinkType.Raw, 1), (packet.LinkType, packet.InterfaceId));
        Assert.Equal(8, packet.WireLength);
        Assert.True(reader.TryReadNext(out packet));
        Assert.Equal((LinkType.LinuxCooked, 2), (packet.LinkType, packet.InterfaceId));
        Assert.False(reader.TryReadNext(out _));
        Assert.Equal(CaptureStatus.EndOfFile, reader.Status);
    }

    [Fact]
    public void ReadNext_BrokenBlocks_SayWhy()
    {
        CaptureBytes Start() => new CaptureBytes(false).Section().Interface(1);

        Assert.Equal(["BadBlock"], CaptureReaderTests.ReadAll(Start().Enhanced(1, 0, "no such interface").ToArray()));
        Assert.Equal(["BadBlock"], CaptureReaderTests.ReadAll(Start().Enhanced(0, 0, "short", capturedLength: 99).ToArray()));
        Assert.Equal(["BadBlock"], CaptureReaderTests.ReadAll(Start().U32(6).U32(8).U32(8).ToArray()));
        Assert.Equal(["BadBlock"], CaptureReaderTests.ReadAll(Start().U32(6).U32(0x10000000).U32(8).ToArray()));
        Assert.Equal(["BadBlock"], CaptureReaderTests.ReadAll(Start().U32(6).U32(16).U32(0).U32(20).ToArray()));
        Assert.Equal(["BadBlock"], CaptureReaderTests.ReadAll(new CaptureBytes(false).Section().Block(3, new CaptureBytes(false).U32(0)).ToArray()));
        Assert.Equal(["BadBlock"], CaptureReaderTests.ReadAll(new CaptureBytes(false).U32(0x0A0D0D0A).U32(28).U32(0).U32(0).U64(0).U32(28).ToArray()));
        Assert.Equal(["UnsupportedVersion"], CaptureReaderTests.ReadAll(new CaptureBytes(false).U32(0x0A0D0D0A).U32(28).U32(0x1A2B3C4D).U16(2).U16(0).U64(0).U32(28).ToArray()));
        Assert.Equal(["Truncated"], CaptureReaderTests.ReadAll(Start().U32(6).ToArray()));
        Assert.Equal(["Truncated"], CaptureReaderTests.ReadAll(Start().U32(99).U32(4096).U32(0).ToArray()));
    }

    [Fact]
    public void ReadNext_TooManyInterfaces_IsRefused()
    {
        CaptureBytes file = new CaptureBytes(false).Section();
        for (int i = 0; i <= PcapngFormat.MaxInterfaces; i++)
        {
            file.Interface(1);
        }

        Assert.Equal(["TooManyInterfaces"], CaptureReaderTests.ReadAll(file.ToArray()));
    }

    [Fact]
    public void ReadNext_EveryPrefix_EndsWithoutException()
    {
        byte[] file = new CaptureBytes(true).Section().Interface(1, 0, 9).Enhanced(0, 1, "abc").Enhanced(0, 2, "d").ToArray();
        for (int length = 0; length < file.Length; length++)
        {
            Assert.True(CaptureReaderTests.ReadAll(file[..length]).Count <= 2);
        }

        Assert.Equal(3, CaptureReaderTests.ReadAll(file).Count);
    }
}
