using System.IO.Compression;
using System.Text;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Protocols.Tests.Pcap;

public sealed class CaptureReaderTests
{
    [Theory]
    [InlineData(0xA1B2C3D4u, false, 1_700_000_000_123_456_000)]
    [InlineData(0xA1B2C3D4u, true, 1_700_000_000_123_456_000)]
    [InlineData(0xA1B23C4Du, false, 1_700_000_000_000_123_456)]
    [InlineData(0xA1B23C4Du, true, 1_700_000_000_000_123_456)]
    public void TryReadNext_PcapOfEitherOrder_GivesTimeLengthsAndData(uint magic, bool isBigEndian, long expectedNs)
    {
        byte[] file = new CaptureBytes(isBigEndian).PcapHeader(magic, 113).U32(1_700_000_000).U32(123_456).U32(3).U32(99).Text("abc").ToArray();
        using CaptureReader reader = CaptureReader.Open(new MemoryStream(file));

        Assert.True(reader.TryReadNext(out CapturedPacket packet));
        Assert.Equal(expectedNs, packet.TimestampNs);
        Assert.Equal("abc", Encoding.ASCII.GetString(packet.Data));
        Assert.Equal(99, packet.WireLength);
        Assert.Equal(LinkType.LinuxCooked, packet.LinkType);
        Assert.False(reader.TryReadNext(out _));
        Assert.Equal(CaptureStatus.EndOfFile, reader.Status);
        Assert.Equal(file.Length, reader.BytesRead);
    }

    [Fact]
    public void TryReadNext_ModifiedPcap_StepsOverTheLongerRecordHeader()
    {
        byte[] file = new CaptureBytes(false).PcapHeader(0xA1B2CD34, 1)
            .U32(5).U32(0).U32(2).U32(2).U32(3).U16(0x0008).U16(0).Text("hi")
            .U32(6).U32(0).U32(1).U32(1).U32(3).U16(0x0008).U16(0).Text("x").ToArray();

        Assert.Equal(["5000000000 hi", "6000000000 x", "EndOfFile"], ReadAll(file));
    }

    [Fact]
    public void Open_LinkTypeWithFrameCheckBits_KeepsTheLinkType()
    {
        byte[] file = new CaptureBytes(false).PcapHeader(0xA1B2C3D4, 0x44000001).U32(5).U32(0).U32(1).U32(1).Text("x").ToArray();
        using CaptureReader reader = CaptureReader.Open(new MemoryStream(file));

        Assert.True(reader.TryReadNext(out CapturedPacket packet));
        Assert.Equal(LinkType.Ethernet, packet.LinkType);
    }

    [Theory]
    [InlineData("", CaptureStatus.NotACapture)]
    [InlineData("0102", CaptureStatus.NotACapture)]
    [InlineData("0102030405060708", CaptureStatus.NotACapture)]
    [InlineData("d4c3b2a10200", CaptureStatus.Truncated)]
    [InlineData("d4c3b2a1090004000000000000000000ffff000001000000", CaptureStatus.UnsupportedVersion)]
    [InlineData("d4c3b2a1020004000000000000000000ffff000001000000", CaptureStatus.EndOfFile)]
    [InlineData("d4c3b2a1020004000000000000000000ffff000001000000000000", CaptureStatus.Truncated)]
    [InlineData("d4c3b2a1020004000000000000000000ffff000001000000000000000000000002000000020000000a", CaptureStatus.Truncated)]
    [InlineData("d4c3b2a1020004000000000000000000ffff00000100000000000000000000000100040001000400", CaptureStatus.BadRecord)]
    [InlineData("d4c3b2a1020004000000000000000000ffff000001000000000000000000000000000080010004000a", CaptureStatus.BadRecord)]
    [InlineData("1f8b0800000000000003ffffff", CaptureStatus.BadCompression)]
    public void TryReadNext_NoUsablePacket_SaysWhy(string hex, CaptureStatus expected)
    {
        using CaptureReader reader = CaptureReader.Open(new MemoryStream(Convert.FromHexString(hex)));

        Assert.False(reader.TryReadNext(out _));
        Assert.Equal(expected, reader.Status);
        Assert.False(reader.TryReadNext(out _));
        Assert.Equal(expected, reader.Status);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void TryReadNext_WhatTheWriterWrote_ComesBack(bool isNanoseconds, bool isCompressed)
    {
        const int Packets = 5000;
        byte[] file = Write(Packets, isNanoseconds, isCompressed);
        using CaptureReader reader = CaptureReader.Open(new DribblingStream(file));
        int count = 0;
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            Assert.Equal(Length(count), packet.Data.Length);
            Assert.Equal((byte)count, packet.Data[^1]);
            Assert.Equal(packet.Data.Length + (count % 3 == 0 ? 0 : 10), packet.WireLength);
            Assert.Equal(Time(count) / (isNanoseconds ? 1 : 1000), packet.TimestampNs / (isNanoseconds ? 1 : 1000));
            count++;
        }

        Assert.Equal(CaptureStatus.EndOfFile, reader.Status);
        Assert.Equal(Packets, count);
        Assert.Equal(isCompressed, reader.IsCompressed);
        Assert.Equal(file.Length, reader.BytesRead);
    }

    [Fact]
    public void TryReadNext_EveryPrefix_EndsWithoutException()
    {
        byte[] file = Write(3, isNanoseconds: false, isCompressed: false);
        int whole = 0;
        for (int length = 0; length <= file.Length; length++)
        {
            List<string> read = ReadAll(file[..length]);
            Assert.True(read.Count - 1 >= whole);
            whole = read.Count - 1;
        }

        Assert.Equal(3, whole);
    }

    [Fact]
    public void TryReadNext_CompressedPrefixes_EndWithoutException()
    {
        byte[] file = Write(20, isNanoseconds: false, isCompressed: true);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.NotEqual("Ok", ReadAll(file[..length])[^1]);
        }
    }

    [Fact]
    public void TryReadNext_MutatedFiles_EndWithoutException()
    {
        byte[][] seeds =
        [
            new CaptureBytes(false).PcapHeader(0xA1B2C3D4, 1).U32(1).U32(0).U32(3).U32(3).Text("abc").U32(1).U32(0).U32(2).U32(2).Text("de").ToArray(),
            new CaptureBytes(true).Section().Interface(1, 96, 9, 5).Enhanced(0, 77, "hello").Block(3, new CaptureBytes(true).U32(4).Text("abcd")).ToArray(),
            new CaptureBytes(false).Section().Interface(1, 0, 0x94).Enhanced(0, 77, "hello").ToArray(),
        ];
        Random random = new(20240101);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] file = (byte[])seeds[i % seeds.Length].Clone();
            for (int flips = random.Next(1, 5); flips > 0; flips--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            using CaptureReader reader = CaptureReader.Open(new MemoryStream(file, 0, random.Next(4, file.Length + 1)));
            int budget = file.Length;
            while (reader.TryReadNext(out CapturedPacket packet))
            {
                Assert.True(packet.Data.Length <= file.Length);
                Assert.True(--budget > 0);
            }

            Assert.NotEqual(CaptureStatus.Ok, reader.Status);
        }
    }

    [Fact]
    public void TryReadNext_ManyPackets_AllocatesNothing()
    {
        byte[] file = Write(60_000, isNanoseconds: false, isCompressed: false);
        using CaptureReader reader = CaptureReader.Open(new MemoryStream(file));
        Assert.True(reader.TryReadNext(out _));
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                Assert.True(reader.TryReadNext(out _));
            }
        });

        Assert.Equal(0, allocated);
    }

    internal static List<string> ReadAll(byte[] file)
    {
        List<string> lines = [];
        using CaptureReader reader = CaptureReader.Open(new MemoryStream(file));
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            lines.Add($"{packet.TimestampNs} {Encoding.ASCII.GetString(packet.Data)}");
        }

        lines.Add(reader.Status.ToString());
        return lines;
    }

    private static int Length(int index) => 1 + (index * 37 % 1500);

    private static long Time(int index) => 1_600_000_000_000_000_000 + (index * 1_000_001L);

    private static byte[] Write(int packets, bool isNanoseconds, bool isCompressed)
    {
        MemoryStream file = new();
        Stream target = isCompressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using (CaptureWriter writer = new(target, LinkType.Ethernet, isNanoseconds))
        {
            byte[] data = new byte[1501];
            for (int i = 0; i < packets; i++)
            {
                data.AsSpan().Fill((byte)i);
                int length = Length(i);
                writer.Write(Time(i), data.AsSpan(0, length), i % 3 == 0 ? 0 : length + 10);
            }
        }

        return file.ToArray();
    }
}
