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

    [Fact]
    public void Add_SlotsThatAnotherHasOutgrown_AreTakenEmpty()
    {
        IndexSlots spare = new();
        RowIndex first = new(spare);
        Fill(first);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        RowIndex second = new(spare);
        Fill(second);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        for (uint row = 0; row < 20_000; row++)
        {
            Assert.Equal((row + 1, row + 1), (RowIndex.FirstOf(first.Slots, first.Shift, TagOf(row)), RowIndex.FirstOf(second.Slots, second.Shift, TagOf(row))));
        }

        // Its first slots and its last: those between are the first one's.
        Assert.InRange(allocated, 8 * second.Slots.Length, (8 * second.Slots.Length) + 16_384);
    }

    private static void Fill(RowIndex index)
    {
        for (uint row = 0; row < 20_000; row++)
        {
            index.Add(TagOf(row), row);
        }
    }

    private static uint TagOf(uint row) => row * 2_654_435_761;
}
