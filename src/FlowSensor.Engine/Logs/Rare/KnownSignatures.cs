using System.Numerics;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>Sequences of words seen before and the types they led to. A fixed table: what finds no place takes that of an older one.</summary>
internal sealed class KnownSignatures
{
    private const int Ways = 4;

    private readonly ulong[] _signatures;
    private readonly MessageType?[] _types;
    private readonly int _mask;

    /// <summary>Makes room for some signatures of each type.</summary>
    internal KnownSignatures(int types)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(types, 64, 1 << 20) * 4);
        _signatures = new ulong[size];
        _types = new MessageType?[size];
        _mask = size - 1;
    }

    /// <summary>The type of a sequence of words; null when it is not known.</summary>
    internal MessageType? Find(ulong signature)
    {
        for (int way = 0; way < Ways; way++)
        {
            int at = (int)(signature + (uint)way) & _mask;
            if (_signatures[at] == signature && _types[at] is { IsKept: true } type)
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>Remembers a sequence of words.</summary>
    internal void Remember(ulong signature, MessageType type)
    {
        int place = (int)signature & _mask;
        long oldest = long.MaxValue;
        for (int way = 0; way < Ways; way++)
        {
            int at = (int)(signature + (uint)way) & _mask;
            long age = _types[at] is { IsKept: true } kept ? kept.LastLine : -1;
            if (age < oldest)
            {
                oldest = age;
                place = at;
            }
        }

        _signatures[place] = signature;
        _types[place] = type;
    }
}
