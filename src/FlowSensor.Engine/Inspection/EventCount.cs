using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Inspection;

/// <summary>A count up to 2^40 in five octets, for rows of which there are many: at a million a second it is enough for twelve days, at a thousand for decades.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct EventCount
{
    private byte _high;
    private uint _low;

    /// <summary>The count.</summary>
    public readonly long Value => ((long)_high << 32) | _low;

    /// <summary>Counts one more where there was one; stays at its most.</summary>
    public void Add(bool happened)
    {
        if (happened && Value < (1L << 40) - 1)
        {
            _low++;
            _high += (byte)(_low == 0 ? 1 : 0);
        }
    }
}
