using System.Numerics;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection.Duplicates;

/// <summary>
/// Which exporter of a group reported a flow first: a table of fixed size, four places for each hash, of which the one heard of least lately gives way.
/// A flow forgotten too early counts twice; nothing is ever counted less than once.
/// </summary>
internal sealed class FlowOwners
{
    private const int Ways = 4;

    // Fixed, so that the same datagrams give the same counts in every run.
    private const ulong Seed = 0x8CB9_2BA7_2F3D_8DD7;

    private readonly FlowOwner[] _places;
    private readonly int _mask;
    private readonly uint _holdSeconds;

    public FlowOwners(int flows, TimeSpan hold)
    {
        _places = new FlowOwner[BitOperations.RoundUpToPowerOf2((uint)Math.Max(Ways, flows))];
        _mask = (_places.Length / Ways) - 1;
        _holdSeconds = (uint)hold.TotalSeconds;
    }

    /// <summary>Whether a flow belongs to an exporter; one that nobody has yet becomes its own.</summary>
    public bool Belongs(in FlowRecord record, int rank, long eventTime)
    {
        ulong ends = record.Source.Hash(Seed) + (record.Destination.Hash(Seed) * 0x9E37_79B9_7F4A_7C15);
        ulong ports = ((ulong)record.SourcePort << 24) | ((ulong)record.DestinationPort << 8) | record.Protocol;
        ulong tag = (ends ^ (ports * 0xC2B2_AE3D_27D4_EB4F)) | 1;
        tag ^= tag >> 29;
        tag |= 1;
        uint now = (uint)(eventTime / 1000);
        Span<FlowOwner> places = _places.AsSpan((int)((tag >> 33) & (uint)_mask) * Ways, Ways);
        int oldest = 0;
        for (int way = 0; way < Ways; way++)
        {
            ref FlowOwner place = ref places[way];
            if (place.Tag == tag)
            {
                // Times of the future are left from before a clock was set back.
                if (place.Rank != rank && now - place.Second <= _holdSeconds)
                {
                    return false;
                }

                place.Rank = (uint)rank;
                place.Second = now;
                return true;
            }

            if (places[way].Second < places[oldest].Second)
            {
                oldest = way;
            }
        }

        places[oldest] = new FlowOwner { Tag = tag, Second = now, Rank = (uint)rank };
        return true;
    }
}
