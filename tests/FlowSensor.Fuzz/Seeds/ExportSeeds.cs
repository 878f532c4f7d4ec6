using FlowSensor.Fuzz.Mutation;

namespace FlowSensor.Fuzz.Seeds;

/// <summary>Small exports written by hand, with what the recordings do not have: options, variable lengths, withdrawals.</summary>
internal static class ExportSeeds
{
    // RFC 3954: a template of nine fields, an options template of a sampler, its data, two flows.
    private const string V9 =
        "0009 0004 00000064 65500000 00000001 00000000"
        + "0000 002C 012C 0009 0008 0004 000C 0004 0007 0002 000B 0002 0004 0001 0001 0004 0002 0004 0016 0004 0015 0004"
        + "0001 0016 0190 0004 0008 0001 0004 0030 0001 0032 0004"
        + "0190 000D 00000000 01 00000064"
        + "012C 003E C0000201 C6335401 0400 0019 06 00000400 00000004 00000001 00000002"
        + "C0000202 C6335402 0401 0050 11 00000800 00000008 00000001 00000002";

    // RFC 7011: a variable-length element of an enterprise, a header section, and a withdrawal.
    private const string Ipfix =
        "000A 0000 65500000 00000001 00000000"
        + "0002 0024 012C 0006 8064 FFFF 0000FBF4 0001 0008 0002 0008 0008 0004 000C 0004 013B FFFF"
        + "0003 0016 0190 0003 0001 012E 0004 0131 0004 0132 0004"
        + "0190 0010 00000007 00000001 00000063"
        + "012C 0039 03 414243 0000000000000400 0000000000000004 C0000201 C6335401 18 "
        + "450000140001000040060000C0000201C633540100000000";

    // RFC 5477: nothing but sampled packets, a frame of IPv4 and TCP, a packet of IPv6 and UDP.
    private const string Sections =
        "000A 0000 65500000 00000004 00000000"
        + "0002 001C 012C 0002 000A 0004 013B FFFF 012D 0002 000E 0004 0139 FFFF"
        + "012C 003F 00000001 36 020000000002 020000000001 0800 45000028 00010000 40060000 C0000201 C6335402 9C400019 01020304 0A0B0C0D 50122000 00000000"
        + "012D 0039 00000002 30 60000000 00081140 20010DB8000000000000000000000001 20010DB8000000000000000000000002 9C400035 00080000";

    private const string Withdrawal = "000A 0018 65500001 00000003 00000000 0002 0008 012C 0000";

    private const string V5 =
        "0005 0001 00000064 65500000 00000000 00000001 0000 400A"
        + "C0000201 C6335401 00000000 0001 0002 00000004 00000400 00000001 00000002 0400 0019 00 1B 06 00 FBF4 FBF5 18 18 0000";

    private const string V7 =
        "0007 0001 00000064 65500000 00000000 00000001 00000000"
        + "C0000201 C6335401 00000000 0001 0002 00000004 00000400 00000001 00000002 0400 0019 00 1B 06 00 FBF4 FBF5 18 18 0000 C0000202";

    private const string V1 =
        "0001 0001 00000064 65500000 00000000"
        + "C0000201 C6335401 00000000 0001 0002 00000004 00000400 00000001 00000002 0400 0019 0000 06 00 1B 000000 00000000";

    /// <summary>Inputs of a version.</summary>
    public static IEnumerable<byte[]> Of(int version) => version switch
    {
        1 => [Frames.Join(Octets(V1))],
        5 => [Frames.Join(Octets(V5)), Frames.Join(Octets(V5), Octets(V5))],
        7 => [Frames.Join(Octets(V7))],
        9 => [Frames.Join(Octets(V9)), Frames.Join(Octets(V9), Octets(V9))],
        10 => [Frames.Join(Octets(Ipfix)), Frames.Join(Octets(Ipfix), Octets(Withdrawal), Octets(Ipfix)), Frames.Join(Octets(Sections))],
        _ => [],
    };

    private static byte[] Octets(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
