using FlowSensor.Protocols.Flows;

namespace FlowSensor.Protocols.Tests.Flows;

public sealed class SegmentReadsTests
{
    private const int Before = 8;

    [Fact]
    public void Apply_FieldsOfAnyWidthAtAnyPlace_FillsTheSlotsAsReadsOneByOneDo()
    {
        Random random = new(19);
        int slots = FlowRecord.SlotCount;
        for (int round = 0; round < 2_000; round++)
        {
            int length = random.Next(1, 90);
            byte[] buffer = new byte[Before + length];
            random.NextBytes(buffer);
            List<FieldRead> reads = [];
            foreach (int slot in Enumerable.Range(0, slots).Where(_ => random.Next(3) == 0))
            {
                int width = random.Next(0, Math.Min(length, sizeof(ulong)) + 1);
                ulong mask = width == 0 ? 0 : ulong.MaxValue >> (64 - (8 * width));
                reads.Add(new FieldRead(random.Next(width, length + 1), slot, mask, random.Next(2) == 0 ? 0UL : 0xFFFF_0000_0000UL));
            }

            ulong[] expected = new ulong[slots];
            foreach (FieldRead read in reads)
            {
                read.Apply(buffer, Before, expected);
            }

            ulong[] slotsRead = new ulong[slots];
            new SegmentReads(reads, length, isOnly: true).Apply(buffer, Before, length, slotsRead);

            Assert.Equal(expected, slotsRead);
        }
    }

    [Fact]
    public void Apply_OneFieldBesideWhatTheCallerKeeps_LeavesThatAlone()
    {
        int version = ElementTargets.Slot(nameof(FlowRecord.Version));
        FieldRead[] reads = [.. Enumerable.Range(version & -2, 2).Except([version]).Select(static slot => new FieldRead(16, slot, ulong.MaxValue, 0))];
        ulong[] slots = new ulong[FlowRecord.SlotCount];
        slots[version] = 9;

        new SegmentReads(reads, 16, isOnly: true).Apply(new byte[Before + 16], Before, 16, slots);

        Assert.Equal(9UL, slots[version]);
    }
}
