using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Flows;

public sealed class IpfixSequenceTests
{
    private const uint Start = uint.MaxValue - 200;

    [Theory]
    [InlineData(IpfixNumbering.DataRecords)]
    [InlineData(IpfixNumbering.FlowRecords)]
    [InlineData(IpfixNumbering.FlowRecordsToEnd)]
    [InlineData(IpfixNumbering.Messages)]
    public void Observe_NothingMissing_NoLossAndNumberingFound(IpfixNumbering numbering)
    {
        var sequence = new IpfixSequence();
        long lost = Run(sequence, Messages(1, 300), numbering, static _ => false);
        Assert.Equal((numbering, 0L, 0L), (sequence.Numbering, sequence.Lost, lost));
    }

    [Theory]
    [InlineData(IpfixNumbering.DataRecords, 3)]
    [InlineData(IpfixNumbering.DataRecords, 20)]
    [InlineData(IpfixNumbering.DataRecords, 50)]
    [InlineData(IpfixNumbering.DataRecords, 80)]
    [InlineData(IpfixNumbering.FlowRecords, 20)]
    [InlineData(IpfixNumbering.FlowRecordsToEnd, 3)]
    [InlineData(IpfixNumbering.FlowRecordsToEnd, 20)]
    [InlineData(IpfixNumbering.Messages, 20)]
    public void Observe_SomeMissing_LossIsExact(IpfixNumbering numbering, int percentMissing)
    {
        for (int seed = 1; seed <= 100; seed++)
        {
            Random random = new(seed);
            var sequence = new IpfixSequence();
            long lost = Run(sequence, Messages(seed, 2000), numbering, at => at is > 0 and < 1999 && random.Next(100) < percentMissing);
            Assert.Equal((numbering, lost), (sequence.Numbering, sequence.Lost));
        }
    }

    // Where all messages hold the same, most numberings cannot be told from each other, and need not be.
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void Observe_MessagesAlike_LossIsExact(uint records)
    {
        var sequence = new IpfixSequence();
        (uint, uint)[] messages = [.. Enumerable.Repeat((records, 0u), 500)];
        long lost = Run(sequence, messages, IpfixNumbering.DataRecords, static at => at % 2 == 1 && at < 499);
        Assert.Equal((IpfixNumbering.DataRecords, lost), (sequence.Numbering, sequence.Lost));
    }

    [Fact]
    public void Observe_LossThatLooksLikeAnotherNumbering_IsCounted()
    {
        // After each gap the next message is larger by just what was lost: as if numbers counted up to the end of a message.
        var sequence = new IpfixSequence();
        List<(uint, uint)> messages = [];
        for (int round = 0; round < 50; round++)
        {
            messages.AddRange([(10, 0), (10, 0), (20, 0), (10, 0)]);
        }

        long lost = Run(sequence, [.. messages], IpfixNumbering.DataRecords, static at => at % 4 == 1);
        Assert.Equal((IpfixNumbering.DataRecords, 500L, 500L), (sequence.Numbering, lost, sequence.Lost));
    }

    [Fact]
    public void Observe_ExporterReplacedByAnotherKind_PastLossStays()
    {
        var sequence = new IpfixSequence();
        long lost = Run(sequence, Messages(3, 500), IpfixNumbering.DataRecords, static at => at == 100);
        Run(sequence, Messages(4, 500), IpfixNumbering.FlowRecordsToEnd, static _ => false, 900_000_000);
        Assert.Equal(IpfixNumbering.FlowRecordsToEnd, sequence.Numbering);
        Assert.Equal(lost, sequence.Lost);
    }

    [Theory]
    [InlineData(IpfixNumbering.DataRecords)]
    [InlineData(IpfixNumbering.FlowRecordsToEnd)]
    public void IsMissing_MessageOvertaken_TakenBack(IpfixNumbering numbering)
    {
        var sequence = new IpfixSequence();
        Run(sequence, Messages(1, 50), numbering, static _ => false, 0);
        var ends = Messages(1, 50).Aggregate(0u, (sum, message) => sum + message.Flows + (numbering == IpfixNumbering.DataRecords ? message.Options : 0));
        uint own = numbering == IpfixNumbering.FlowRecordsToEnd ? 1u : 0u;
        sequence.Observe(ends + 10 + (own * 5), 5, 0);
        uint overtaken = ends + (own * 10);
        Assert.True(sequence.IsMissing(overtaken));
        Assert.Equal(10, sequence.Lost);
        sequence.Observe(overtaken, 10, 0);
        Assert.Equal(0, sequence.Lost);
    }

    [Fact]
    public void Observe_AnyNumbers_LossNotNegativeAndNothingAllocated()
    {
        Random random = new(5);
        var sequence = new IpfixSequence();
        bool negative = false;
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                sequence.Observe((uint)random.Next(random.Next(4) == 0 ? int.MaxValue : 2000), (uint)random.Next(40), (uint)random.Next(3));
                negative |= sequence.Lost < 0;
            }
        });

        Assert.Equal((false, 0L), (negative, allocated));
    }

    private static (uint Flows, uint Options)[] Messages(int seed, int count)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(at => (random.Next(3) == 0 ? (uint)random.Next(0, 32) : 32u, at % 16 == 0 ? 1u : 0u))];
    }

    private static long Run(
        IpfixSequence sequence, (uint Flows, uint Options)[] messages, IpfixNumbering numbering, Func<int, bool> isLost, uint number = Start)
    {
        long lost = 0;
        for (int at = 0; at < messages.Length; at++)
        {
            (uint flows, uint options) = messages[at];
            uint units = numbering switch
            {
                IpfixNumbering.DataRecords => flows + options,
                IpfixNumbering.Messages => 1,
                _ => flows,
            };
            if (isLost(at))
            {
                lost += units;
            }
            else
            {
                sequence.Observe(numbering == IpfixNumbering.FlowRecordsToEnd ? number + units : number, flows, options);
            }

            number += units;
        }

        return lost;
    }
}
