using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>Small numbers for next hops. Number 0 is "none", also for next hops that find no room: a network has few, a forger many.</summary>
internal sealed class NextHopTable
{
    private const int Most = 4095;
    private const int SlotCount = 8192;
    private readonly IpAddress[] _addresses = new IpAddress[Most + 1];
    private readonly ushort[] _slots = new ushort[SlotCount];
    private int _count;

    /// <summary>The address of a number.</summary>
    public IpAddress this[ushort number] => _addresses[number];

    /// <summary>The number of an address, new or known.</summary>
    public ushort NumberOf(IpAddress address)
    {
        if (address.IsNone)
        {
            return 0;
        }

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
}
