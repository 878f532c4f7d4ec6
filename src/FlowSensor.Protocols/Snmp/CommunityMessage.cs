using System.Formats.Asn1;
using System.Text;

namespace FlowSensor.Protocols.Snmp;

/// <summary>
/// An SNMPv1 or v2c message (RFC 1157 4, RFC 1901 3): <c>SEQUENCE { version INTEGER, community OCTET STRING, PDU }</c>.
/// </summary>
/// <param name="Version">v1 or v2c.</param>
/// <param name="Community">The community, sent in clear.</param>
/// <param name="Pdu">The PDU.</param>
public sealed record CommunityMessage(SnmpVersion Version, string Community, SnmpPdu Pdu)
{
    /// <summary>What it is, without the community, which is all that protects a router.</summary>
    public override string ToString() => $"{Version} {Pdu}";

    /// <summary>Encodes the message.</summary>
    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        writer.PushSequence();
        writer.WriteInteger((int)Version);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(Community));
        SnmpPduCodec.Write(writer, Pdu);
        writer.PopSequence();
        return writer.Encode();
    }

    /// <summary>Decodes a datagram; never throws on its content.</summary>
    public static SnmpDecodeStatus Decode(ReadOnlySpan<byte> datagram, out CommunityMessage? message)
    {
        message = null;
        var outer = new BerReader(datagram);
        if (!outer.TryRead(BerReader.SequenceTag, out ReadOnlySpan<byte> content))
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

        if (version is not ((int)SnmpVersion.V1 or (int)SnmpVersion.V2C))
        {
            return SnmpDecodeStatus.UnsupportedVersion;
        }

        if (!reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> community)
            || !reader.TryReadAny(out byte tag, out ReadOnlySpan<byte> body, out _))
        {
            return reader.Status;
        }

        if (!reader.AtEnd)
        {
            return SnmpDecodeStatus.TrailingOctets;
        }

        SnmpDecodeStatus status = SnmpPduCodec.Read(tag, body, out SnmpPdu? pdu);
        if (status == SnmpDecodeStatus.Ok)
        {
            message = new CommunityMessage((SnmpVersion)version, Encoding.UTF8.GetString(community), pdu!);
        }

        return status;
    }
}
