using System.Buffers.Binary;

namespace FlowSensor.Protocols.Tests.Flows;

/// <summary>Writes export datagrams field by field, for tests.</summary>
internal sealed class DatagramBuilder
{
    private readonly List<byte> _octets = [];
    private int _set = -1;

    public static DatagramBuilder V5(int count, uint uptime = 60_000, uint seconds = 1_700_000_000, uint sequence = 0, ushort sampling = 0) =>
        new DatagramBuilder().U16(5).U16(count).U32(uptime).U32(seconds).U32(0).U32(sequence).U16(0x0102).U16(sampling);

    public static DatagramBuilder V9(uint sequence = 0, uint domain = 0, uint uptime = 60_000, uint seconds = 1_700_000_000) =>
        new DatagramBuilder().U16(9).U16(1).U32(uptime).U32(seconds).U32(sequence).U32(domain);

    public static DatagramBuilder Ipfix(uint sequence = 0, uint domain = 0, uint seconds = 1_700_000_000) =>
        new DatagramBuilder().U16(10).U16(0).U32(seconds).U32(sequence).U32(domain);

    public DatagramBuilder U8(int value)
    {
        _octets.Add((byte)value);
        return this;
    }

    public DatagramBuilder U16(int value) => Number((ulong)value, 2);

    public DatagramBuilder U32(uint value) => Number(value, 4);

    public DatagramBuilder U64(ulong value) => Number(value, 8);

    public DatagramBuilder Number(ulong value, int length)
    {
        for (int shift = (length - 1) * 8; shift >= 0; shift -= 8)
        {
            _octets.Add((byte)(value >> shift));
        }

        return this;
    }

    public DatagramBuilder Bytes(params ReadOnlySpan<byte> octets)
    {
        _octets.AddRange(octets);
        return this;
    }

    /// <summary>Begins a set; its length is filled in when the next one begins.</summary>
    public DatagramBuilder Set(int id)
    {
        CloseSet();
        _set = _octets.Count;
        return U16(id).U16(0);
    }

    /// <summary>A template of element ids and lengths.</summary>
    public DatagramBuilder Template(int id, params ReadOnlySpan<(int Id, int Length)> fields)
    {
        U16(id).U16(fields.Length);
        foreach ((int element, int length) in fields)
        {
            U16(element).U16(length);
        }

        return this;
    }

    public byte[] Build()
    {
        CloseSet();
        byte[] datagram = [.. _octets];
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram) == 10)
        {
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)datagram.Length);
        }

        return datagram;
    }

    private void CloseSet()
    {
        if (_set >= 0)
        {
            int length = _octets.Count - _set;
            _octets[_set + 2] = (byte)(length >> 8);
            _octets[_set + 3] = (byte)length;
            _set = -1;
        }
    }
}
