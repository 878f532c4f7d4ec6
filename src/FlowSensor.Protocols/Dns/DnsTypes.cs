using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace FlowSensor.Protocols.Dns;

/// <summary>Mnemonics of the IANA registry "Resource Record (RR) TYPEs"; a number without one is written as RFC 3597 5 does.</summary>
public static class DnsTypes
{
    /// <summary>Host address.</summary>
    public const ushort A = 1;

    /// <summary>Pointer: the name of an address.</summary>
    public const ushort Ptr = 12;

    /// <summary>Any octets.</summary>
    public const ushort Null = 10;

    /// <summary>Text.</summary>
    public const ushort Txt = 16;

    /// <summary>Mail exchange.</summary>
    public const ushort Mx = 15;

    /// <summary>IPv6 host address.</summary>
    public const ushort Aaaa = 28;

    private static readonly Dictionary<ushort, string> Names = new (ushort Type, string Name)[]
    {
        (1, "A"), (2, "NS"), (3, "MD"), (4, "MF"), (5, "CNAME"), (6, "SOA"), (7, "MB"), (8, "MG"), (9, "MR"), (10, "NULL"), (11, "WKS"),
        (12, "PTR"), (13, "HINFO"), (14, "MINFO"), (15, "MX"), (16, "TXT"), (17, "RP"), (18, "AFSDB"), (19, "X25"), (20, "ISDN"),
        (21, "RT"), (22, "NSAP"), (23, "NSAP-PTR"), (24, "SIG"), (25, "KEY"), (26, "PX"), (27, "GPOS"), (28, "AAAA"), (29, "LOC"),
        (30, "NXT"), (33, "SRV"), (35, "NAPTR"), (36, "KX"), (37, "CERT"), (38, "A6"), (39, "DNAME"), (41, "OPT"), (42, "APL"),
        (43, "DS"), (44, "SSHFP"), (45, "IPSECKEY"), (46, "RRSIG"), (47, "NSEC"), (48, "DNSKEY"), (49, "DHCID"), (50, "NSEC3"),
        (51, "NSEC3PARAM"), (52, "TLSA"), (53, "SMIMEA"), (55, "HIP"), (59, "CDS"), (60, "CDNSKEY"), (61, "OPENPGPKEY"), (62, "CSYNC"),
        (63, "ZONEMD"), (64, "SVCB"), (65, "HTTPS"), (99, "SPF"), (108, "EUI48"), (109, "EUI64"), (249, "TKEY"), (250, "TSIG"),
        (251, "IXFR"), (252, "AXFR"), (253, "MAILB"), (254, "MAILA"), (255, "ANY"), (256, "URI"), (257, "CAA"), (32768, "TA"),
        (32769, "DLV"),
    }.ToDictionary(static type => type.Type, static type => type.Name);

    // By a hash of the mnemonic, FNV-1; no two of the registry collide.
    private static readonly Dictionary<ulong, (ushort Type, byte[] Name)> Types = Names.ToDictionary(
        static name => Key(Encoding.ASCII.GetBytes(name.Value)), static name => (name.Key, Encoding.ASCII.GetBytes(name.Value)));

    /// <summary>The number of a mnemonic, or of <c>TYPE65280</c>; false when there is no such type.</summary>
    public static bool TryParse(ReadOnlySpan<byte> mnemonic, out ushort type)
    {
        if (Types.TryGetValue(Key(mnemonic), out (ushort Type, byte[] Name) found) && mnemonic.SequenceEqual(found.Name))
        {
            type = found.Type;
            return true;
        }

        type = 0;
        return mnemonic.Length > 4 && mnemonic.StartsWith("TYPE"u8) && Utf8Parser.TryParse(mnemonic[4..], out type, out int used) && used == mnemonic.Length - 4;
    }

    /// <summary><c>MX</c> for 15, <c>TYPE65280</c> for a number without a mnemonic.</summary>
    public static string NameOf(ushort type) =>
        Names.TryGetValue(type, out string? name) ? name : string.Create(CultureInfo.InvariantCulture, $"TYPE{type}");

    private static ulong Key(ReadOnlySpan<byte> mnemonic)
    {
        ulong key = (ulong)mnemonic.Length;
        foreach (byte letter in mnemonic)
        {
            key = (key * 0x100_0000_01B3) ^ letter;
        }

        return key;
    }
}
