using System.Buffers.Binary;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>An Ethernet frame with IPv4 and TCP, written over and over in place.</summary>
internal sealed class TcpFrame
{
    private const int HeaderLength = 14 + 20 + 20;

    private readonly byte[] _octets = new byte[HeaderLength + 200];
    private int _length;

    public TcpFrame()
    {
        _octets[12] = 8;
        _octets[14] = 0x45;
        _octets[22] = 64;
        _octets[23] = 6;
        _octets[46] = 0x50;
    }

    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, _length);

    public TcpFrame Write(
        uint source, ushort sourcePort, uint destination, ushort destinationPort, byte flags, uint sequence, uint acknowledgment,
        ReadOnlySpan<byte> payload = default)
    {
        _length = HeaderLength + payload.Length;
        BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(16), (ushort)(_length - 14));
        BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(26), source);
        BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(30), destination);
        BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(34), sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(_octets.AsSpan(36), destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(38), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(_octets.AsSpan(42), acknowledgment);
        _octets[47] = flags;
        payload.CopyTo(_octets.AsSpan(HeaderLength));
        return this;
    }
}
