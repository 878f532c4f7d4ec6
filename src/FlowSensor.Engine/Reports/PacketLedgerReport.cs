using FlowSensor.Engine.Intake;

namespace FlowSensor.Engine.Reports;

/// <summary>The account of captured packets: packets = metered + the sum of dropped.</summary>
public sealed record PacketLedgerReport
{
    /// <summary>Packets taken.</summary>
    public long Packets { get; init; }

    /// <summary>Their octets on the wire, link layer included.</summary>
    public long Octets { get; init; }

    /// <summary>Packets accounted in flows.</summary>
    public long Metered { get; init; }

    /// <summary>Their octets from the IP header on.</summary>
    public long MeteredOctets { get; init; }

    /// <summary>Packets that were not, by cause; every cause is there, also with 0.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>();

    /// <summary>Of the metered ones, fragments.</summary>
    public long Fragments { get; init; }

    /// <summary>Datagrams made whole from fragments, for inspection.</summary>
    public long Reassembled { get; init; }

    /// <summary>Datagrams and fragments that could not be made whole.</summary>
    public long NotReassembled { get; init; }

    /// <summary>Of the metered ones, those captured without their whole transport header.</summary>
    public long TruncatedTransport { get; init; }

    /// <summary>Of the metered ones, those whose transport header contradicts itself.</summary>
    public long BadTransport { get; init; }

    /// <summary>Flow records made.</summary>
    public long Records { get; init; }

    /// <summary>Of these, emitted early because the flow cache was full.</summary>
    public long EmittedEarly { get; init; }

    /// <summary>Packets inspected for DNS and mail.</summary>
    public long Inspected { get; init; }

    /// <summary>Connection attempts on inspected ports that were forgotten before their handshake was complete, because there were too many.</summary>
    public long HandshakesPushedOut { get; init; }

    /// <summary>The account of an intake now.</summary>
    public static PacketLedgerReport Of(PacketIntake intake)
    {
        ArgumentNullException.ThrowIfNull(intake);
        PacketLedger ledger = intake.Ledger;
        return new PacketLedgerReport
        {
            Packets = ledger.Packets,
            Octets = ledger.Octets,
            Metered = ledger.Metered,
            MeteredOctets = intake.Counters.Octets,
            Dropped = Enum.GetValues<PacketDropCause>().ToDictionary(PacketDropCauseText.Of, ledger.Dropped),
            Fragments = ledger.Fragments,
            Reassembled = intake.Reassembled,
            NotReassembled = intake.NotReassembled,
            TruncatedTransport = ledger.TruncatedTransport,
            BadTransport = ledger.BadTransport,
            Records = intake.Records,
            EmittedEarly = intake.Counters.EmittedEarly,
            Inspected = intake.Inspector.Inspected,
            HandshakesPushedOut = intake.Inspector.HandshakesPushedOut,
        };
    }
}
