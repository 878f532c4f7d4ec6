namespace FlowSensor.Protocols.Flows;

/// <summary>Turns a template's fields into a <see cref="DecodePlan"/>, once, when the template is learned.</summary>
internal static class DecodePlanCompiler
{
    /// <summary>Rank of responder counters (IE 232, 299): they only count where the initiator's counter (IE 231, 298) was read.</summary>
    public const int ResponderRank = 9;

    private static readonly int OctetSlot = ElementTargets.Slot(nameof(FlowRecord.Octets));
    private static readonly int PacketSlot = ElementTargets.Slot(nameof(FlowRecord.Packets));
    private static readonly int ReverseOctetSlot = ElementTargets.Slot(nameof(FlowRecord.ReverseOctets));
    private static readonly int ReversePacketSlot = ElementTargets.Slot(nameof(FlowRecord.ReversePackets));
    private static readonly int SourceSlot = ElementTargets.Slot(nameof(FlowRecord.Source));
    private static readonly int AlternateSourceSlot = ElementTargets.Slot(nameof(FlowRecord.AlternateSource));
    private static readonly int DestinationSlot = ElementTargets.Slot(nameof(FlowRecord.Destination));
    private static readonly int AlternateDestinationSlot = ElementTargets.Slot(nameof(FlowRecord.AlternateDestination));
    private static readonly int EgressOctetSlot = ElementTargets.Slot(nameof(FlowRecord.EgressOctets));
    private static readonly int EgressPacketSlot = ElementTargets.Slot(nameof(FlowRecord.EgressPackets));
    private static readonly int FirstSlot = ElementTargets.Slot(nameof(FlowRecord.First));
    private static readonly int LastSlot = ElementTargets.Slot(nameof(FlowRecord.Last));

    /// <summary>Compiles a plan.</summary>
    /// <param name="fields">The template's fields in record order.</param>
    /// <param name="opaqueFields">How many leading fields are v9 scopes, whose numbers are no information elements.</param>
    public static DecodePlan Compile(ReadOnlySpan<FieldSpecifier> fields, int opaqueFields)
    {
        Dictionary<int, (int Field, ElementTarget Target)> winners = ChooseWriters(fields, opaqueFields);
        var writers = winners.Values.ToDictionary(winner => winner.Field, winner => winner.Target);

        // An IPv6 address that the finisher puts in place of an IPv4 one would show in the next record, were its upper half not cleared.
        bool clears = winners.ContainsKey(AlternateSourceSlot) || winners.ContainsKey(AlternateDestinationSlot);
        var segments = new List<PlanSegment>();
        var reads = new List<FieldRead>();
        int length = 0;
        int minimum = 0;
        FinishSteps steps = FinishSteps.None;
        for (int i = 0; i < fields.Length; i++)
        {
            FieldSpecifier field = fields[i];
            ElementTarget target = default;
            bool wanted = i >= opaqueFields && ElementTargets.TryGet(field.EnterpriseNumber, field.ElementId, out target);
            if (wanted && target.Kind is ElementKind.FrameSection or ElementKind.IpSection && field.Length > 0)
            {
                SegmentTail tail = target.Kind == ElementKind.FrameSection ? SegmentTail.FrameSection : SegmentTail.IpSection;
                CloseSegment(tail, field.Length);
                steps |= target.Step;
            }
            else if (field.IsVariable)
            {
                CloseSegment(SegmentTail.Skip, field.Length);
            }
            else
            {
                length += field.Length;
                minimum += field.Length;
                if (writers.TryGetValue(i, out target))
                {
                    AddReads(reads, target, field.Length, length, clears);
                    steps |= target.Step;
                }
            }
        }

        segments.Add(MakeSegment(reads, length, SegmentTail.End, 0, isOnly: segments.Count == 0));
        return new DecodePlan(
            [.. segments],
            minimum,
            Encoding(winners, FirstSlot),
            Encoding(winners, LastSlot),
            Complete(steps, winners));

        void CloseSegment(SegmentTail tail, ushort tailLength)
        {
            segments.Add(MakeSegment(reads, length, tail, tailLength, isOnly: false));
            minimum += tailLength == FieldSpecifier.VariableLength ? 1 : tailLength;
            reads.Clear();
            length = 0;
        }
    }

    // The lowest rank wins a slot; of equals the first in the record.
    private static Dictionary<int, (int Field, ElementTarget Target)> ChooseWriters(ReadOnlySpan<FieldSpecifier> fields, int opaqueFields)
    {
        var winners = new Dictionary<int, (int Field, ElementTarget Target)>();
        for (int i = opaqueFields; i < fields.Length; i++)
        {
            FieldSpecifier field = fields[i];
            if (ElementTargets.TryGet(field.EnterpriseNumber, field.ElementId, out ElementTarget target)
                && Fits(target.Kind, field.Length)
                && (!winners.TryGetValue(target.Slot, out (int Field, ElementTarget Target) current) || target.Rank < current.Target.Rank))
            {
                winners[target.Slot] = (i, target);
            }
        }

        PromoteAlone(winners, AlternateSourceSlot, SourceSlot);
        PromoteAlone(winners, AlternateDestinationSlot, DestinationSlot);
        PromoteAlone(winners, EgressOctetSlot, OctetSlot);
        PromoteAlone(winners, EgressPacketSlot, PacketSlot);
        DropResponder(winners, OctetSlot, ReverseOctetSlot);
        DropResponder(winners, PacketSlot, ReversePacketSlot);
        return winners;
    }

    // The second choice for a field goes to a place of its own only beside the first; alone it is read straight into the field.
    private static void PromoteAlone(Dictionary<int, (int Field, ElementTarget Target)> winners, int second, int first)
    {
        if (!winners.ContainsKey(first) && winners.Remove(second, out (int Field, ElementTarget Target) alone))
        {
            winners[first] = (alone.Field, alone.Target with { Slot = first, Step = FinishSteps.None });
        }
    }

    private static void DropResponder(Dictionary<int, (int Field, ElementTarget Target)> winners, int counter, int reverse)
    {
        const int InitiatorRank = 2;
        if (winners.TryGetValue(reverse, out (int Field, ElementTarget Target) responder)
            && responder.Target.Rank == ResponderRank
            && winners.TryGetValue(counter, out (int Field, ElementTarget Target) forward)
            && forward.Target.Rank != InitiatorRank)
        {
            winners.Remove(reverse);
        }
    }

    // A length the element cannot have makes the field an unknown one: passed over, not guessed at.
    private static bool Fits(ElementKind kind, ushort length) => kind switch
    {
        ElementKind.Integer => length is >= 1 and <= 8,
        ElementKind.IPv4Address => length == 4,
        ElementKind.IPv6Address => length == 16,
        _ => false,
    };

    private static PlanSegment MakeSegment(List<FieldRead> reads, int length, SegmentTail tail, ushort tailLength, bool isOnly)
    {
        SegmentReads all = Sort(reads);
        List<FieldRead> counted = reads.FindAll(static read => !ElementTargets.IsLabel(read.Slot));
        return new PlanSegment(all, counted.Count == reads.Count ? all : Sort(counted), length, tail, tailLength);

        SegmentReads Sort(List<FieldRead> some) => some.Count == 0 ? SegmentReads.Empty : new SegmentReads(some, length, isOnly);
    }

    private static void AddReads(List<FieldRead> reads, ElementTarget target, int fieldLength, int end, bool clears)
    {
        switch (target.Kind)
        {
            case ElementKind.IPv4Address:
                if (clears)
                {
                    reads.Add(new FieldRead(end, target.Slot, 0, 0));
                }

                reads.Add(new FieldRead(end, target.Slot + 1, uint.MaxValue, Addressing.IpAddress.MappedPrefix));
                break;
            case ElementKind.IPv6Address:
                reads.Add(new FieldRead(end - 8, target.Slot, ulong.MaxValue, 0));
                reads.Add(new FieldRead(end, target.Slot + 1, ulong.MaxValue, 0));
                break;
            default:
                reads.Add(new FieldRead(end, target.Slot, ulong.MaxValue >> (64 - (8 * fieldLength)), 0));
                break;
        }
    }

    private static TimeEncoding Encoding(Dictionary<int, (int Field, ElementTarget Target)> winners, int slot) =>
        winners.TryGetValue(slot, out (int Field, ElementTarget Target) winner) ? winner.Target.Time : TimeEncoding.None;

    private static FinishSteps Complete(FinishSteps steps, Dictionary<int, (int Field, ElementTarget Target)> winners)
    {
        steps |= winners.ContainsKey(PacketSlot) ? FinishSteps.None : FinishSteps.NoPackets;
        steps |= winners.ContainsKey(OctetSlot) ? FinishSteps.None : FinishSteps.NoOctets;
        return winners.ContainsKey(SourceSlot) || winners.ContainsKey(DestinationSlot) ? steps : steps | FinishSteps.NoAddresses;
    }
}
