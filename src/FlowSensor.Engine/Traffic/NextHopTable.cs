using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>Small numbers for next hops. Number 0 is "none", also for next hops that find no room: a network has few, a forger many.</summary>
internal sealed class NextHopTable
{
    private const int Most = 4095;
    private const int SlotCount = 8192;
    private const int RecentCount = 64;
    private readonly IpAddress[] _addresses = new IpAddress[Most + 1];
    private readonly ushort[] _slots = new ushort[SlotCount];
    private readonly Numbered[] _recent = new Numbered[RecentCount];
    private int _count;

    /// <summary>The address of a number.</summary>
    public IpAddress this[ushort number] => _addresses[number];

    /// <summary>The number of an address, new or known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort NumberOf(in IpAddress address)
    {
        // The next hops of one network differ in their last octets. An entry not used yet says that "none" is number 0.
        ref Numbered recent = ref _recent[((uint)address.Low ^ ((uint)address.Low >> 8)) % RecentCount];
        return recent.Address == address ? recent.Number : Find(in address, ref recent);
    }

    private ushort Find(in IpAddress address, ref Numbered recent)
    {
        ushort number = address.IsNone ? (ushort)0 : FindOrAdd(in address);
        recent.Address = address;
        recent.Number = number;
        return number;
    }

    private ushort FindOrAdd(in IpAddress address)
    {
        uint at = (uint)(address.Hash(0) >> 32) % SlotCount;
        while (_slots[at] != 0)
        {
            if (_addresses[_slots[at]] == address)
            {
                return _slots[at];
            }

            at = (at + 1) % SlotCount;
        }

        if (_count == Most)
        {
            return 0;
        }

        _addresses[++_count] = address;
        _slots[at] = (ushort)_count;
        return (ushort)_count;
    }

    private struct Numbered
    {
        public IpAddress Address;
        public ushort Number;
    }
}
