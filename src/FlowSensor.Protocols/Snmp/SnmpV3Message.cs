using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.Protocols.Snmp;

/// <summary>
/// An SNMPv3 message with the user-based security model (RFC 3412 6, RFC 3414 2.4):
/// <code>
/// SEQUENCE { version 3,
///   SEQUENCE { msgID, msgMaxSize, msgFlags OCTET STRING (1), msgSecurityModel 3 },
///   OCTET STRING { SEQUENCE { engine id, boots, time, user, digest, salt } },
///   scoped PDU: SEQUENCE { context engine id, context name, PDU }, or the same encrypted in an OCTET STRING }
/// </code>
/// </summary>
/// <param name="MessageId">msgID, that pairs answer and request on the message layer.</param>
/// <param name="Flags">msgFlags.</param>
/// <param name="Security">Security parameters.</param>
/// <param name="ContextEngineId">Engine whose objects are meant.</param>
/// <param name="ContextName">Context, mostly empty.</param>
/// <param name="Pdu">The PDU.</param>
public sealed record SnmpV3Message(
    int MessageId, SnmpMessageFlags Flags, UsmParameters Security, byte[] ContextEngineId, string ContextName, SnmpPdu Pdu)
{
    /// <summary>The largest message taken: what UDP over IPv4 can carry.</summary>
    public const int MaximumSize = 65_507;

    private const int UserBasedSecurityModel = 3;

    /// <summary>Encodes the message, encrypted and signed as its flags say.</summary>
    /// <param name="keys">The user's keys for the engine; unused without flags.</param>
    /// <param name="saltCounter">A number never used before with these keys.</param>
    public byte[] Encode(UsmKeys? keys, ulong saltCounter)
    {
        bool authenticated = keys is not null && Flags.HasFlag(SnmpMessageFlags.Authenticated);
        bool encrypted = keys is not null && Flags.HasFlag(SnmpMessageFlags.Private);
        UsmParameters security = Security with
        {
            Digest = authenticated ? new byte[UsmHash.DigestSize(keys!.Authentication)] : [],
            Salt = encrypted ? UsmCipher.Salt(keys!.Privacy, Security.Boots, saltCounter) : [],
        };

        byte[] scoped = EncodeScopedPdu();
        var writer = new AsnWriter(AsnEncodingRules.BER);
        writer.PushSequence();
        writer.WriteInteger((int)SnmpVersion.V3);
        writer.PushSequence();
        writer.WriteInteger(MessageId);
        writer.WriteInteger(MaximumSize);
        writer.WriteOctetString([(byte)Flags]);
        writer.WriteInteger(UserBasedSecurityModel);
        writer.PopSequence();
        writer.WriteOctetString(EncodeSecurity(security));
        if (encrypted)
        {
            writer.WriteOctetString(UsmCipher.Encrypt(keys!, security, scoped));
        }
        else
        {
            writer.WriteEncodedValue(scoped);
        }

        writer.PopSequence();
        byte[] datagram = writer.Encode();
        if (authenticated && SnmpV3Header.Read(datagram, out SnmpV3Header header) == SnmpDecodeStatus.Ok)
        {
            // RFC 3414 6.3.1: the digest is taken with its own field zero, then put there.
            UsmHash.Digest(keys!.Authentication, keys.AuthenticationKey, datagram).CopyTo(datagram, header.DigestOffset);
        }

        return datagram;
    }

    /// <summary>
    /// Decodes a datagram; never throws on its content. An authenticated message is only accepted with keys that match.
    /// </summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="keys">The user's keys for the engine, or null while it is unknown.</param>
    /// <param name="message">The message when the status is Ok.</param>
    public static SnmpDecodeStatus Decode(ReadOnlySpan<byte> datagram, UsmKeys? keys, out SnmpV3Message? message)
    {
        message = null;
        SnmpDecodeStatus status = SnmpV3Header.Read(datagram, out SnmpV3Header header);
        if (status != SnmpDecodeStatus.Ok)
        {
            return status;
        }

        if (header.Flags.HasFlag(SnmpMessageFlags.Authenticated) && !IsGenuine(datagram, header, keys))
        {
            return SnmpDecodeStatus.WrongDigest;
        }

        ReadOnlySpan<byte> scoped = header.Data(datagram);
        byte tag = header.DataTag;
        if (header.Flags.HasFlag(SnmpMessageFlags.Private))
        {
            // RFC 3412 7.2: privacy without authentication is not valid.
            if (tag != BerReader.OctetStringTag
                || !header.Flags.HasFlag(SnmpMessageFlags.Authenticated)
                || keys is null
                || keys.Privacy == UsmPrivacy.None
                || !UsmCipher.TryDecrypt(keys, header.Security, scoped, out byte[] plain))
            {
                return SnmpDecodeStatus.DecryptionFailed;
            }

            // Padding may follow the scoped PDU (RFC 3414 8.1.1.2), so only its own element is taken.
            var opened = new BerReader(plain);
            if (!opened.TryRead(BerReader.SequenceTag, out scoped))
            {
                return SnmpDecodeStatus.DecryptionFailed;
            }
        }
        else if (tag != BerReader.SequenceTag)
        {
            return SnmpDecodeStatus.Malformed;
        }

        return DecodeScopedPdu(scoped, header, out message);
    }

    private static bool IsGenuine(ReadOnlySpan<byte> datagram, SnmpV3Header header, UsmKeys? keys)
    {
        byte[] claimed = header.Security.Digest;
        if (keys is null || claimed.Length == 0 || claimed.Length != UsmHash.DigestSize(keys.Authentication))
        {
            return false;
        }

        byte[] zeroed = datagram.ToArray();
        zeroed.AsSpan(header.DigestOffset, claimed.Length).Clear();
        return CryptographicOperations.FixedTimeEquals(UsmHash.Digest(keys.Authentication, keys.AuthenticationKey, zeroed), claimed);
    }

    private static SnmpDecodeStatus DecodeScopedPdu(ReadOnlySpan<byte> scoped, SnmpV3Header header, out SnmpV3Message? message)
    {
        message = null;
        var reader = new BerReader(scoped);
        if (!reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> contextEngine)
            || !reader.TryRead(BerReader.OctetStringTag, out ReadOnlySpan<byte> contextName)
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
            message = new SnmpV3Message(
                header.MessageId, header.Flags, header.Security, contextEngine.ToArray(), Encoding.UTF8.GetString(contextName), pdu!);
        }

        return status;
    }

    private static byte[] EncodeSecurity(UsmParameters security)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        writer.PushSequence();
        writer.WriteOctetString(security.EngineId);
        writer.WriteInteger(security.Boots);
        writer.WriteInteger(security.Time);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(security.UserName));
        writer.WriteOctetString(security.Digest);
        writer.WriteOctetString(security.Salt);
        writer.PopSequence();
        return writer.Encode();
    }

    private byte[] EncodeScopedPdu()
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        writer.PushSequence();
        writer.WriteOctetString(ContextEngineId);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(ContextName));
        SnmpPduCodec.Write(writer, Pdu);
        writer.PopSequence();
        return writer.Encode();
    }
}
