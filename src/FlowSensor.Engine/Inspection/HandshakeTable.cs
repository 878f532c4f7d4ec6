using System.Numerics;
using System.Runtime.CompilerServices;
using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Remembers connection attempts in sixteen octets each until the third segment of the handshake. The size is fixed: a flood
/// of forged attempts pushes old ones out, and a session whose attempt was pushed out is still found by its first octets.
/// </summary>
internal sealed class HandshakeTable
{
    private const int Ways = 4;

    // A set is one line of the processor's cache.
    private readonly RowBlock<Set> _sets;
    private readonly ulong _seed;

    /// <param name="capacity">Attempts remembered; rounded up to a power of two.</param>
    public HandshakeTable(int capacity, ulong seed)
    {
        uint entries = BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, Ways));
        _sets = RowBlocks.AllocateCleared<Set>(BitOperations.Log2(entries / Ways));
        _seed = seed;
    }

    /// <summary>Attempts pushed out before their handshake was complete or their time was over.</summary>
    public long PushedOut { get; private set; }

    /// <summary>Begins to fetch what <see cref="Add"/> and <see cref="TryComplete"/> look at.</summary>
    public void Fetch(in SessionKey key) => CacheHint.Fetch(in _sets[SetOf(key.Hash(_seed))]);

    /// <summary>A SYN of a client with its initial sequence number.</summary>
    public void Add(in SessionKey key, uint sequence, long timeMs)
    {
        ulong hash = key.Hash(_seed);
        ref Set set = ref _sets[SetOf(hash)];
        uint seconds = (uint)(timeMs / 1000);
        int victim = 0;
        for (int way = 0; way < Ways; way++)
        {
            if (set[way].Tag == Tag(hash) || set[way].IsFree)
            {
                victim = way;
                break;
            }

            if (seconds - set[way].Seconds > seconds - set[victim].Seconds)
            {
                victim = way;
            }
        }

        ref Entry entry = ref set[victim];
        if (!entry.IsFree && entry.Tag != Tag(hash) && seconds - entry.Seconds < 60)
        {
            PushedOut++;
        }

        entry = new Entry { Tag = Tag(hash), Sequence = sequence, Seconds = seconds };
    }

    /// <summary>True, once, for the client's segment that completes the handshake: it starts one after the initial sequence number.</summary>
    public bool TryComplete(in SessionKey key, uint sequence)
    {
        ulong hash = key.Hash(_seed);
        ref Set set = ref _sets[SetOf(hash)];
        for (int way = 0; way < Ways; way++)
        {
            if (set[way].Tag == Tag(hash) && set[way].Sequence + 1 == sequence)
            {
                set[way] = default;
                return true;
            }
        }

        return false;
    }

    private static ulong Tag(ulong hash) => hash | 1;

    // The block takes what fits of it.
    private static uint SetOf(ulong hash) => (uint)(hash >> 33);

    [InlineArray(Ways)]
    private struct Set
    {
        private Entry _first;
    }

    private struct Entry
    {
        public ulong Tag;
        public uint Sequence;
        public uint Seconds;

        public readonly bool IsFree => Tag == 0;
    }
}
