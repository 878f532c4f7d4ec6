using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// The account of everything received and what became of it. It balances at any time:
/// <c>Datagrams = Decoded + Pending + sum of Dropped</c>.
/// </summary>
public sealed class Ledger
{
    private static readonly int CauseCount = Enum.GetValues<DropCause>().Length;

    private readonly long[] _dropped = new long[CauseCount];

    /// <summary>Datagrams received.</summary>
    public long Datagrams { get; set; }

    /// <summary>Octets of their payload.</summary>
    public long Octets { get; set; }

    /// <summary>Datagrams decoded in full.</summary>
    public long Decoded { get; set; }

    /// <summary>Datagrams with a data set that waits for its template.</summary>
    public long Pending { get; set; }

    /// <summary>Flow records decoded, those of partly decoded datagrams included.</summary>
    public long Records { get; set; }

    /// <summary>Options data records decoded.</summary>
    public long OptionsRecords { get; set; }

    /// <summary>Templates announced, repetitions included.</summary>
    public long Templates { get; set; }

    /// <summary>Templates that could not be used or kept.</summary>
    public long RefusedTemplates { get; set; }

    /// <summary>Flow records of flows that went on for longer than a window before they were told of.</summary>
    public long LongRecords { get; set; }

    /// <summary>Flow records that were not accounted because they came late.</summary>
    public long LateRecords { get; set; }

    /// <summary>Flow records that were not accounted because another exporter of a group counts the same traffic.</summary>
    public long DuplicateRecords { get; set; }

    /// <summary>Flow records that were counted and not read because their exporter sent more than its limit; not part of <see cref="Records"/>.</summary>
    public long LimitedRecords { get; set; }

    /// <summary>Units (flows, datagrams or records, as the protocol counts) that never arrived.</summary>
    public long SequenceLost { get; set; }

    /// <summary>Datagrams whose export time was out of step with the others; they were accounted at the sensor's event time.</summary>
    public long ClockSkewed { get; set; }

    /// <summary>Sum of all drops.</summary>
    public long DroppedTotal => _dropped.Sum();

    /// <summary>Datagrams dropped for a cause.</summary>
    public long Dropped(DropCause cause) => _dropped[(int)cause];

    /// <summary>Counts dropped datagrams.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Drop(DropCause cause, long datagrams = 1) => _dropped[(int)cause] += datagrams;

    /// <summary>Counts what a datagram held.</summary>
    internal void Count(in DatagramCounts counts)
    {
        Records += counts.FlowRecords;
        OptionsRecords += counts.OptionsRecords;
        Templates += counts.Templates;
        RefusedTemplates += counts.RefusedTemplates;
        LimitedRecords += counts.SkimmedRecords;
    }

    /// <summary>Adds another ledger to this one.</summary>
    public void Add(Ledger other)
    {
        Datagrams += other.Datagrams;
        Octets += other.Octets;
        Decoded += other.Decoded;
        Pending += other.Pending;
        Records += other.Records;
        OptionsRecords += other.OptionsRecords;
        Templates += other.Templates;
        RefusedTemplates += other.RefusedTemplates;
        LongRecords += other.LongRecords;
        LateRecords += other.LateRecords;
        DuplicateRecords += other.DuplicateRecords;
        LimitedRecords += other.LimitedRecords;
        SequenceLost += other.SequenceLost;
        ClockSkewed += other.ClockSkewed;
        for (int i = 0; i < _dropped.Length; i++)
        {
            _dropped[i] += other._dropped[i];
        }
    }
}
