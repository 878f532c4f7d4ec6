using System.Formats.Asn1;

namespace FlowSensor.Protocols.Snmp;

/// <summary>
/// PDUs as of RFC 3416 3:
/// <code>
/// [type] { request-id INTEGER, error-status / non-repeaters INTEGER, error-index / max-repetitions INTEGER,
///          SEQUENCE OF SEQUENCE { name OBJECT IDENTIFIER, value } }
/// </code>
/// </summary>
internal static class SnmpPduCodec
{
    internal static void Write(AsnWriter writer, SnmpPdu pdu)
    {
        writer.PushSequence(BerWriter.Tag(pdu.Type));
        writer.WriteInteger(pdu.RequestId);
        writer.WriteInteger(pdu.ErrorStatus);
        writer.WriteInteger(pdu.ErrorIndex);
        writer.PushSequence();
        foreach (VarBind binding in pdu.VarBinds)
        {
            writer.PushSequence();
            BerWriter.WriteName(writer, binding.Name);
            BerWriter.WriteValue(writer, binding.Value);
            writer.PopSequence();
        }

        writer.PopSequence();
        writer.PopSequence(BerWriter.Tag(pdu.Type));
    }

    internal static SnmpDecodeStatus Read(byte tag, ReadOnlySpan<byte> content, out SnmpPdu? pdu)
    {
        pdu = null;
        var type = (SnmpPduType)(tag & 0x1F);
        if ((tag & 0xE0) != 0xA0 || !Enum.IsDefined(type))
        {
            return SnmpDecodeStatus.UnsupportedPdu;
        }

        var reader = new BerReader(content);
        if (!reader.TryReadInt32(out int requestId)
            || !reader.TryReadInt32(out int errorStatus)
            || !reader.TryReadInt32(out int errorIndex)
            || !reader.TryRead(BerReader.SequenceTag, out ReadOnlySpan<byte> list))
        {
            return reader.Status;
        }

        if (!reader.AtEnd)
        {
            return SnmpDecodeStatus.TrailingOctets;
        }

        SnmpDecodeStatus status = ReadVarBinds(list, out List<VarBind> bindings);
        if (status == SnmpDecodeStatus.Ok)
        {
            pdu = new SnmpPdu(type, requestId, errorStatus, errorIndex, bindings);
        }

        return status;
    }

    private static SnmpDecodeStatus ReadVarBinds(ReadOnlySpan<byte> list, out List<VarBind> bindings)
    {
        bindings = [];
        var reader = new BerReader(list);
        while (!reader.AtEnd)
        {
            if (bindings.Count == SnmpPdu.MaximumVarBinds)
            {
                return SnmpDecodeStatus.TooManyVarBinds;
            }

            if (!reader.TryRead(BerReader.SequenceTag, out ReadOnlySpan<byte> pair))
            {
                return reader.Status;
            }

            var inner = new BerReader(pair);
            if (!inner.TryReadName(out ObjectIdentifier name) || !inner.TryReadValue(out SnmpValue value))
            {
                return inner.Status;
            }

            if (!inner.AtEnd)
            {
                return SnmpDecodeStatus.TrailingOctets;
            }

            bindings.Add(new VarBind(name, value));
        }

        return SnmpDecodeStatus.Ok;
    }
}
