using System.Buffers.Binary;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>A NetFlow v5 datagram of DNS queries, as of now.</summary>
internal static class QueryExport
{
    private const int HeaderLength = 24, RecordLength = 48;

    /// <summary>Makes one.</summary>
    /// <param name="source">Who asks.</param>
    /// <param name="count">How many queries, each a flow; at most 30.</param>
    public static byte[] Of(ReadOnlySpan<byte> source, int count)
    {
        byte[] datagram = new byte[HeaderLength + (count * RecordLength)];
        datagram[1] = 5;
        datagram[3] = (byte)count;
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), 100_000);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), (uint)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        for (int i = 0; i < count; i++)
        {
            Span<byte> record = datagram.AsSpan(HeaderLength + (i * RecordLength));
            source.CopyTo(record);
            ((ReadOnlySpan<byte>)[198, 51, 100, 53]).CopyTo(record[4..]);
            BinaryPrimitives.WriteUInt32BigEndian(record[16..], 1);
            BinaryPrimitives.WriteUInt32BigEndian(record[20..], 70);
            BinaryPrimitives.WriteUInt32BigEndian(record[24..], 99_000);
            BinaryPrimitives.WriteUInt32BigEndian(record[28..], 99_000);
            BinaryPrimitives.WriteUInt16BigEndian(record[32..], (ushort)(40_000 + i));
            BinaryPrimitives.WriteUInt16BigEndian(record[34..], 53);
            record[38] = 17;
        }

        return datagram;
    }
}
