using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.SFlow;

namespace FlowSensor.Benchmarks.Exports;

/// <summary>Decoding of sFlow datagrams with raw headers, per flow sample.</summary>
public class SFlowDecodeBenchmarks
{
    private const int Samples = 8;
    private const int Times = 1000;

    private static readonly byte[] Bytes = Build();

    private readonly SFlowDecoder _decoder = new();
    private readonly DiscardingSink _sink = new();
    private FlowRecord _record;

    /// <summary>One datagram, many times.</summary>
    [Benchmark(OperationsPerInvoke = Samples * Times)]
    public ulong Decode()
    {
        for (int i = 0; i < Times; i++)
        {
            _decoder.Decode(Bytes, 1_767_571_200_000, _sink, ref _record, out _);
        }

        return _sink.Octets;
    }

    // sFlow version 5: the datagram header, then flow samples of one raw Ethernet header of 54 octets each.
    private static byte[] Build()
    {
        byte[] frame = new byte[54];
        frame[12] = 8;
        frame[14] = 0x45;
        frame[17] = 40;
        frame[22] = 64;
        frame[23] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(26), 0xC633_6401);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(30), 0xC000_0219);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(36), 25);
        frame[46] = 0x50;
        List<byte> datagram = [.. Words(5, 1, 0xC000_0209, 3, 77, 5000, Samples)];
        for (uint sample = 0; sample < Samples; sample++)
        {
            byte[] record = [.. Words(1, 4 * 4 + 56, 1, 1518, 4, 54), .. frame, 0, 0];
            datagram.AddRange([.. Words(1, (uint)(8 * 4 + record.Length), sample, 7, 2000, 1000, 0, 11, 12, 1), .. record]);
        }

        return [.. datagram];
    }

    private static byte[] Words(params uint[] values)
    {
        byte[] octets = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(i * 4), values[i]);
        }

        return octets;
    }
}
