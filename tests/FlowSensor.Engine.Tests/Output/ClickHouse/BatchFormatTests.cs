using System.IO.Compression;
using FlowSensor.Engine.Output.ClickHouse;

namespace FlowSensor.Engine.Tests.Output.ClickHouse;

public sealed class BatchFormatTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        byte[] octets = Written();

        BatchContent? content = BatchFormat.Read(octets);

        Assert.NotNull(content);
        Assert.Equal([ClickHouseTable.Flows, ClickHouseTable.Spans], content.Sections.Select(static section => section.Table));
        Assert.Equal([[1, 2, 3], [4]], content.Sections.Select(static section => Unzip(section.Gzip)));
        Assert.Equal([3_600u], content.ClosedHours);
        Assert.Equal([60u, 120u], content.Minutes);
        Assert.Equal([0u, 7_200u], content.Hours);
    }

    [Fact]
    public void Read_EveryPrefix_IsRefused()
    {
        byte[] octets = Written();

        for (int length = 0; length < octets.Length; length++)
        {
            Assert.Null(BatchFormat.Read(octets.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Read_ChangedOctets_NeverThrows()
    {
        Random random = new(1);
        byte[] octets = Written();
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] changed = [.. octets];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            read += BatchFormat.Read(changed) is null ? 0 : 1;
        }

        Assert.InRange(read, 1, 19_999);
    }

    [Fact]
    public void Read_UnknownTableOrVersion_IsRefused()
    {
        byte[] table = Written();
        table[1] = 200;
        byte[] version = Written();
        version[0] = 2;

        Assert.Null(BatchFormat.Read(table));
        Assert.Null(BatchFormat.Read(version));
    }

    private static byte[] Written()
    {
        MemoryStream target = new();
        BatchFormat.Begin(target);
        BatchFormat.AddRows(target, ClickHouseTable.Flows, [1, 2, 3]);
        BatchFormat.AddRows(target, ClickHouseTable.Spans, [4]);
        BatchFormat.End(target, [3_600], [60, 120], [0, 7_200]);
        return target.ToArray();
    }

    private static byte[] Unzip(ReadOnlyMemory<byte> gzip)
    {
        using GZipStream stream = new(new MemoryStream(gzip.ToArray()), CompressionMode.Decompress);
        using MemoryStream plain = new();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
