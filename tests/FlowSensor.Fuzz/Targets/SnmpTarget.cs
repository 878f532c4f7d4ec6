using System.Text;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Snmp;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.Fuzz.Targets;

/// <summary>SNMP v1, v2c and v3: one datagram. Repair signs version 3 anew, so that what is encrypted is reached.</summary>
internal sealed class SnmpTarget : FuzzTarget
{
    private static readonly byte[] EngineId = [0x80, 0, 0x1F, 0x88, 4, 1, 2, 3, 4];

    private readonly UsmKeys _keys =
        new UsmUser("fuzz", UsmAuthentication.Sha1, "authentication", UsmPrivacy.Aes128, "privacy-privacy").Localize(EngineId);

    /// <inheritdoc/>
    public override string Name => "snmp";

    /// <inheritdoc/>
    public override string Description => "CommunityMessage and SnmpV3Message, one datagram";

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [0x30, 0], [0x30, 0x80], [0x30, 0x84, 0, 0, 0, 5], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [2, 1, 0], [2, 1, 1], [2, 1, 3], [2, 4, 0x7F, 0xFF, 0xFF, 0xFF], [2, 0], [4, 0], [5, 0],
        [6, 0], [6, 1, 0x2B], [6, 3, 0x2B, 0x80, 1], [6, 5, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F], [0x40, 4, 192, 0, 2, 1], [0x41, 5, 0, 0xFF, 0xFF, 0xFF, 0xFF], [0x43, 1, 0], [0x46, 9, 0, 255, 255, 255, 255, 255, 255, 255, 255],
        [0x80, 0], [0x81, 0], [0x82, 0], [0xA0, 0], [0xA2, 0], [0xA5, 0], [0xA8, 0], [4, 1, 0], [4, 1, 1], [4, 1, 3], [0x1F, 0x81, 1],
    ];

    /// <inheritdoc/>
    // A binding of a few octets becomes a name of 4 octets an arc, a value, and a place in a list that doubles.
    public override long MostAllocated(int length) => 16_000 + (120L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        ObjectIdentifier name = ObjectIdentifier.Parse("1.3.6.1.2.1.4.24.4.1.4.192.0.2.0.255.255.255.0.0.192.0.2.1");
        SnmpPdu pdu = new(
            SnmpPduType.Response,
            7,
            0,
            0,
            [
                new VarBind(name, SnmpValue.Of(SnmpValueKind.IpAddress, 0xC000_0201)),
                new VarBind(name, SnmpValue.Of(Encoding.ASCII.GetBytes("router"))),
                new VarBind(name, SnmpValue.Of(SnmpValueKind.Counter64, -1)),
                new VarBind(name, SnmpValue.Of(name)),
                new VarBind(name, SnmpValue.Of(SnmpValueKind.EndOfMibView)),
            ]);
        UsmParameters security = new(EngineId, 1, 2, "fuzz", [], []);
        yield return new CommunityMessage(SnmpVersion.V1, "public", pdu).Encode();
        yield return new CommunityMessage(SnmpVersion.V2C, "public", pdu).Encode();
        foreach (SnmpMessageFlags flags in new[] { SnmpMessageFlags.None, SnmpMessageFlags.Authenticated, SnmpMessageFlags.Authenticated | SnmpMessageFlags.Private })
        {
            yield return new SnmpV3Message(9, flags, security, EngineId, "", pdu).Encode(_keys, 5);
        }

        foreach (byte[] seed in files.Traffic.Of(Name))
        {
            yield return seed;
        }
    }

    /// <inheritdoc/>
    public override void Repair(Span<byte> input)
    {
        int size = UsmHash.DigestSize(_keys.Authentication);
        if (SnmpV3Header.Read(input, out SnmpV3Header header) == SnmpDecodeStatus.Ok
            && header.Security.Digest.Length == size && header.DigestOffset + size <= input.Length)
        {
            input.Slice(header.DigestOffset, size).Clear();
            UsmHash.Digest(_keys.Authentication, _keys.AuthenticationKey, input)[..size].CopyTo(input[header.DigestOffset..]);
        }
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        seen.Status((int)CommunityMessage.Decode(input, out CommunityMessage? message));
        seen.Status((int)SnmpV3Message.Decode(input, null, out _));
        seen.Status((int)SnmpV3Message.Decode(input, _keys, out SnmpV3Message? third));
        Read(message?.Pdu, input.Length, ref seen);
        Read(third?.Pdu, input.Length, ref seen);
        seen.Add(message?.Community ?? "");
    }

    private static void Read(SnmpPdu? pdu, int length, ref Observation seen)
    {
        if (pdu is null)
        {
            return;
        }

        seen.Status((int)pdu.Type);
        seen.Add(pdu.RequestId);
        seen.Count(pdu.VarBinds.Count);
        foreach (VarBind binding in pdu.VarBinds)
        {
            seen.Status((int)binding.Value.Kind);
            seen.Add(binding.Value.Number);
            seen.Add(binding.Value.Octets);
            seen.Add((long)binding.Value.ToAddress().Low);
            seen.Add(binding.Name.Length);
        }

        if (pdu.VarBinds.Count > length)
        {
            throw new PropertyException("more bindings than octets");
        }
    }
}
