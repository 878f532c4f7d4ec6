using System.Buffers.Binary;

namespace FlowSensor.Engine.Logs.Silences;

/// <summary>The intervals of a program as they are kept.</summary>
/// <param name="Host">The host.</param>
/// <param name="Program">The program.</param>
/// <param name="LastMs">Its last line, Unix milliseconds.</param>
/// <param name="Counts">Places and counts that are not zero, as pairs of 16 and 32 bits.</param>
public sealed record StoredIntervals(string Host, string Program, long LastMs, byte[] Counts)
{
    private const int PairOctets = 6;

    internal static StoredIntervals Of(ProgramSilence program)
    {
        List<(int Hour, int Bin, int Count)> counts = [.. program.Intervals.NotZero()];
        byte[] octets = new byte[counts.Count * PairOctets];
        for (int i = 0; i < counts.Count; i++)
        {
            Span<byte> pair = octets.AsSpan(i * PairOctets);
            BinaryPrimitives.WriteUInt16LittleEndian(pair, (ushort)((counts[i].Hour * IntervalCounts.Bins) + counts[i].Bin));
            BinaryPrimitives.WriteInt32LittleEndian(pair[2..], counts[i].Count);
        }

        return new StoredIntervals(program.Host, program.Program, program.LastMs, octets);
    }

    internal void Restore(ProgramSilence program)
    {
        program.Restore(LastMs);
        for (int at = 0; at + PairOctets <= Counts.Length; at += PairOctets)
        {
            int place = BinaryPrimitives.ReadUInt16LittleEndian(Counts.AsSpan(at));
            int count = BinaryPrimitives.ReadInt32LittleEndian(Counts.AsSpan(at + 2));
            if (place < IntervalCounts.Hours * IntervalCounts.Bins && count > 0)
            {
                program.Intervals.Add(place / IntervalCounts.Bins, place % IntervalCounts.Bins, count);
            }
        }
    }
}
