using FlowSensor.Fuzz;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Engine.Tests.Fuzzing;

/// <summary>A reader of tag(1) length(1) value, with a fault in values of tag 7.</summary>
internal sealed class PlantedTarget(PlantedFault fault) : FuzzTarget
{
    private const byte FaultyTag = 7;
    private const int ManyOctets = 20;

    private int _calls;

    public override string Name => "planted";

    public override string Description => "a reader with a fault";

    public override int LongestInput => 64;

    public override long MostAllocated(int length) => 100;

    public override IEnumerable<byte[]> Seeds(SeedFiles files) => [[1, 2, 0, 0, 2, 3, 1, 2, 3, 4, 0], [3, 4, 1, 2, 3, 4]];

    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        int at = 0;
        while (input.Length - at >= 2)
        {
            byte tag = input[at];
            int length = input[at + 1];
            seen.Status(tag);
            seen.Count(length);
            at += 2;
            if (tag == FaultyTag && fault == PlantedFault.Remembers)
            {
                seen.Add(_calls++);
            }
            else if (tag == FaultyTag && fault == PlantedFault.Allocates && length > ManyOctets)
            {
                seen.Add(new byte[length * 1_000].Length);
            }
            else if (tag == FaultyTag && fault == PlantedFault.Throws)
            {
                seen.Add(input[at + length]);
            }

            if (length > input.Length - at)
            {
                return;
            }

            at += length;
        }
    }
}
