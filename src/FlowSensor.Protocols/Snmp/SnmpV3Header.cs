using System.Text;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.Protocols.Snmp;

/// <summary>Everything before the scoped PDU of an SNMPv3 message, and where the digest and the PDU stand in the datagram.</summary>
public sealed record SnmpV3Header
{
    private SnmpV3Header(int messageId, SnmpMessageFlags flags, UsmParameters security)
    {
        MessageId = messageId;
        Flags = flags;
        Security = security;
    }

    /// <summary>msgID.</summary>
    public int MessageId { get; }

    /// <summary>msgFlags.</summary>
    public SnmpMessageFlags Flags { get; }

    /// <summary>Security parameters, not yet checked.</summary>
    public UsmParameters Security { get; }

    internal int DigestOffset { get; private init; }

    internal byte DataTag { get; private init; }

    private int DataOffset { get; init; }

    private int DataLength { get; init; }

    internal ReadOnlySpan<byte> Data(ReadOnlySpan<byte> datagram) => datagram.Slice(DataOffset, DataLength);

    /// <summary>Reads the header; never throws on content.</summary>
    public static SnmpDecodeStatus Read(ReadOnlySpan<byte> datagram, out SnmpV3Header header)
    {
        header = new SnmpV3Header(0, SnmpMessageFlags.None, UsmParameters.Discovery);
        var outer = new BerReader(datagram);
        if (!outer.TryRead(BerReader.SequenceTag, out ReadOnlySpan<byte> content, out int contentOffset))
        {
            return outer.Status;
        }

        if (!outer.AtEnd)
        {
            return SnmpDecodeStatus.TrailingOctets;
        }

        var reader = new BerReader(content);
        if (!reader.TryReadInt32(out int version))
        {
            return reader.Status;
        }

        if (version != (int)SnmpVersion.V3)
        {
            return SnmpDecodeStatus.UnsupportedVersion;
        }

        if (!reader.TryRead(BerReader.SequenceTag, out ReadOnlySpan<byte> global)
            || !reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> security, out int securityOffset)
            || !reader.TryReadAny(out byte dataTag, out ReadOnlySpan<byte> data, out int dataOffset))
        {
            return reader.Status;
        }

        if (!reader.AtEnd)
        {
            return SnmpDecodeStatus.TrailingOctets;
        }

        SnmpDecodeStatus status = ReadGlobalData(global, out int messageId, out SnmpMessageFlags flags);
        if (status != SnmpDecodeStatus.Ok)
        {
            return status;
        }

        status = ReadSecurity(security, out UsmParameters parameters, out int digestOffset);
        if (status == SnmpDecodeStatus.Ok)
        {
            header = new SnmpV3Header(messageId, flags, parameters)
            {
                DigestOffset = contentOffset + securityOffset + digestOffset,
                DataTag = dataTag,
                DataOffset = contentOffset + dataOffset,
                DataLength = data.Length,
            };
        }

        return status;
    }

    private static SnmpDecodeStatus ReadGlobalData(ReadOnlySpan<byte> global, out int messageId, out SnmpMessageFlags flags)
    {
        flags = SnmpMessageFlags.None;
        var reader = new BerReader(global);
        if (!reader.TryReadInt32(out messageId)
            || !reader.TryReadInt32(out _)
            || !reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> octets)
            || !reader.TryReadInt32(out int model))
        {
            return reader.Status;
        }

        if (octets.Length != 1)
        {
            return SnmpDecodeStatus.Malformed;
        }

        flags = (SnmpMessageFlags)octets[0];
        return model == 3 ? SnmpDecodeStatus.Ok : SnmpDecodeStatus.UnsupportedSecurityModel;
    }

    private static SnmpDecodeStatus ReadSecurity(ReadOnlySpan<byte> octets, out UsmParameters parameters, out int digestOffset)
    {
        parameters = UsmParameters.Discovery;
        digestOffset = 0;
        var outer = new BerReader(octets);
        if (!outer.TryRead(BerReader.SequenceTag, out ReadOnlySpan<byte> content, out int contentOffset))
        {
            return outer.Status;
        }

        var reader = new BerReader(content);
        if (!reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> engineId)
            || !reader.TryReadInt32(out int boots)
            || !reader.TryReadInt32(out int time)
            || !reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> user)
            || !reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> digest, out digestOffset)
            || !reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> salt))
        {
            return reader.Status;
        }

        // RFC 3411 5: an engine id has at most 32 octets; RFC 3414 2.4: boots and time are not negative.
        if (engineId.Length > 32 || boots < 0 || time < 0 || !outer.AtEnd || !reader.AtEnd)
        {
            return SnmpDecodeStatus.Malformed;
        }

        digestOffset += contentOffset;
        parameters = new UsmParameters(engineId.ToArray(), boots, time, Encoding.UTF8.GetString(user), digest.ToArray(), salt.ToArray());
        return SnmpDecodeStatus.Ok;
    }
}
