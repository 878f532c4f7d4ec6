namespace FlowSensor.Protocols.Flows;

/// <summary>
/// The record layouts of v1, v5 and v7, written as templates so that one reader serves all versions. Layouts as in Cisco's
/// "NetFlow Services Solutions Guide", tables of the export datagram formats; element ids are those of v9 for the same field.
/// </summary>
internal static class FixedLayouts
{
    private const int V1ShortRecordLength = 48;
    private const int V1HeaderLength = 16;

    // The part that all versions share: addresses, interfaces, counters, times, ports.
    private static readonly FieldSpecifier[] Head =
    [
        new(8, 4), new(12, 4), new(15, 4), new(10, 2), new(14, 2), new(2, 4), new(1, 4), new(22, 4), new(21, 4), new(7, 2), new(11, 2),
    ];

    private static readonly DecodePlan V1 = Compile(Pad(2), new(4, 1), new(5, 1), new(6, 1), Pad(11));
    private static readonly DecodePlan V1Short = Compile(Pad(2), new(4, 1), new(5, 1), new(6, 1), Pad(7));
    private static readonly DecodePlan V5 = Compile(
        Pad(1), new(6, 1), new(4, 1), new(5, 1), new(16, 2), new(17, 2), new(9, 1), new(13, 1), Pad(2));

    private static readonly DecodePlan V7 = Compile(
        Pad(1), new(6, 1), new(4, 1), new(5, 1), new(16, 2), new(17, 2), new(9, 1), new(13, 1), Pad(6));

    /// <summary>The layout of a datagram's records.</summary>
    /// <param name="header">Header of version 1, 5 or 7.</param>
    /// <param name="datagramLength">Octets of the datagram: tells v1 records of 48 octets, which some exporters write, from the documented 52.</param>
    public static DecodePlan Plan(in DatagramHeader header, int datagramLength) => header.Version switch
    {
        5 => V5,
        7 => V7,
        _ when datagramLength - V1HeaderLength == header.Count * V1ShortRecordLength => V1Short,
        _ => V1,
    };

    private static DecodePlan Compile(params ReadOnlySpan<FieldSpecifier> tail) => DecodePlanCompiler.Compile([.. Head, .. tail], 0);

    private static FieldSpecifier Pad(ushort length) => new(FieldSpecifier.Padding, length);
}
