using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Tests.Traffic;

public sealed class RowIndexTests
{
    [Fact]
    public void AddAndRemove_RandomTags_KeepsEveryOtherEntryReachable()
    {
        Random random = new(3);
        RowIndex index = new();
        Dictionary<uint, uint> held = [];
        for (uint step = 1; step < 30_000; step++)
        {
            // Few distinct home slots, so that chains are long and wrap around.
            uint tag = 0xFFF0_0000 ^ ((uint)random.Next(40) << 21) ^ (uint)random.Next(200);
            if (held.Remove(tag, out uint row))
            {
                index.Remove(tag, row);
            }
            else
            {
                held[tag] = step;
                index.Add(tag, step);
            }

            if (step % 1000 == 0)
            {
                Assert.Equal(held.Count, index.Count);
                Assert.All(held, entry => Assert.Equal(entry.Value + 1, RowIndex.FirstOf(index.Slots, index.Shift, entry.Key)));
            }
        }
    }
}
