using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Flows;

/// <summary>
/// Counts what is missing in an IPFIX exporter's sequence numbers, also of one that does not count what RFC 7011 3.1 says.
/// Every numbering is followed side by side; the RFC's holds until another has fitted several times where it failed. Real loss
/// fails all of them at the same message, so it changes no choice and is counted.
/// </summary>
public sealed class IpfixSequence
{
    private const int NumberingCount = (int)IpfixNumbering.Messages + 1;

    // By so much another numbering has to be ahead before it is believed: a loss may happen to have a size that suits it. Where
    // it fails alone it falls back by more than it gains where it fits alone, since such a chance shows in the next message.
    private const int Proof = 4;
    private const int FallBack = 2;

    // After so many messages without a failure the past of the others says nothing any more: an exporter that is replaced by
    // another kind must not bring up false loss of long ago.
    private const int SettledRun = 64;

    private CandidateRow _candidates;
    private int _fits;

    /// <summary>The numbering in use.</summary>
    public IpfixNumbering Numbering { get; private set; }

    /// <summary>Units that never arrived.</summary>
    public long Lost => Math.Max(0, _candidates[(int)Numbering].Lost);

    /// <summary>Takes one message into account.</summary>
    /// <param name="sequence">Sequence number of the message.</param>
    /// <param name="flowRecords">Flow records in it.</param>
    /// <param name="optionsRecords">Options data records in it.</param>
    public void Observe(uint sequence, uint flowRecords, uint optionsRecords)
    {
        bool fits = Follow(Numbering, sequence, flowRecords, optionsRecords);
        for (IpfixNumbering other = 0; (int)other < NumberingCount; other++)
        {
            if (other == Numbering)
            {
                continue;
            }

            bool otherFits = Follow(other, sequence, flowRecords, optionsRecords);
            ref Candidate candidate = ref _candidates[(int)other];
            int change = (otherFits ? 1 : 0) - (fits ? 1 : 0);
            candidate.Ahead = Math.Max(0, candidate.Ahead + (change < 0 ? -FallBack : change));
        }

        _fits = fits ? _fits + 1 : 0;
        if (!fits)
        {
            Choose();
        }
        else if (_fits >= SettledRun)
        {
            Settle();
        }
    }

    /// <summary>True for a number that was missed: its message was overtaken on the way.</summary>
    public bool IsMissing(uint sequence) =>
        _candidates[(int)Numbering].Tracker.IsMissing(Numbering == IpfixNumbering.FlowRecordsToEnd ? sequence - 1 : sequence);

    /// <summary>Forgets what to expect next, for a message whose records cannot be counted; loss around it is not counted either.</summary>
    public void Resynchronise()
    {
        foreach (ref Candidate candidate in (Span<Candidate>)_candidates)
        {
            candidate.Tracker.Resynchronise();
        }
    }

    private bool Follow(IpfixNumbering numbering, uint sequence, uint flowRecords, uint optionsRecords)
    {
        (uint first, uint units) = numbering switch
        {
            IpfixNumbering.FlowRecords => (sequence, flowRecords),
            IpfixNumbering.FlowRecordsToEnd => (sequence - flowRecords, flowRecords),
            IpfixNumbering.Messages => (sequence, 1u),
            _ => (sequence, flowRecords + optionsRecords),
        };
        return _candidates[(int)numbering].Tracker.Observe(first, units) is SequenceOrder.Next or SequenceOrder.Reordered;
    }

    private void Choose()
    {
        for (IpfixNumbering other = 0; (int)other < NumberingCount; other++)
        {
            if (_candidates[(int)other].Ahead >= Proof)
            {
                Numbering = other;
                _fits = 0;
                foreach (ref Candidate candidate in (Span<Candidate>)_candidates)
                {
                    candidate.Ahead = 0;
                }

                return;
            }
        }
    }

    private void Settle()
    {
        long lost = Lost;
        foreach (ref Candidate candidate in (Span<Candidate>)_candidates)
        {
            candidate.Before = lost - candidate.Tracker.Lost;
        }
    }

    private struct Candidate
    {
        public SequenceTracker Tracker;

        /// <summary>How much better than the numbering in use this one has fitted lately.</summary>
        public int Ahead;

        /// <summary>Added to the tracker's loss: what the numbering in use said in the past, instead of what this one did.</summary>
        public long Before;

        public readonly long Lost => Tracker.Lost + Before;
    }

    [InlineArray(NumberingCount)]
    private struct CandidateRow
    {
        private Candidate _first;
    }
}
