using FlowSensor.Capture.Memory;

namespace FlowSensor.Engine.Tests.Capture;

public sealed class HashIndexTests
{
    [Theory]
    [InlineData(1, 1, 1_000_000)]
    [InlineData(1, 50, 7)]
    [InlineData(64, 1_000, 300)]
    [InlineData(64, 300_000, 1_000_000)]
    [InlineData(300_000, 300_000, 1_000_000)]
    public void Next_AfterSetsAndRemovals_FindsExactlyWhatIsThere(int room, int maximum, int hashes)
    {
        HashIndex index = new(room);
        Dictionary<int, uint> held = [];
        Random random = new(maximum);
        for (int turn = 0; turn < 20_000; turn++)
        {
            int entry = random.Next(maximum);
            if (held.Remove(entry, out uint old))
            {
                index.Remove(old, entry);
                Assert.DoesNotContain(entry, EntriesOf(index, old));
                continue;
            }

            // Few different values are collisions in full; many are collisions of the home slot.
            uint hash = (uint)random.Next(hashes) * 0x0100_0001u;
            uint position = index.Home(hash);
            while (index.Next(hash, ref position) >= 0)
            {
            }

            index.Set(position, hash, entry);
            held.Add(entry, hash);
        }

        foreach (IGrouping<uint, KeyValuePair<int, uint>> group in held.GroupBy(static pair => pair.Value))
        {
            Assert.Equal(group.Select(static pair => pair.Key).Order(), EntriesOf(index, group.Key).Order());
            Assert.Contains(index.Peek(group.Key), group.Select(static pair => pair.Key));
        }
    }

    [Fact]
    public void Clear_FilledIndex_HoldsNothing()
    {
        HashIndex index = new(16);
        uint position = index.Home(5);
        index.Set(position, 5, 3);

        index.Clear();

        Assert.Equal(-1, index.Peek(5));
    }

    private static List<int> EntriesOf(HashIndex index, uint hash)
    {
        List<int> entries = [];
        uint position = index.Home(hash);
        for (int entry = index.Next(hash, ref position); entry >= 0; entry = index.Next(hash, ref position))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
