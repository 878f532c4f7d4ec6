using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.Spool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowSensor.Engine.Tests.Output.Delivery;

public sealed class DeliveryLoopTests : IDisposable
{
    private static readonly Dictionary<string, string> Lines = new() { ["content"] = "lines" };
    private static readonly Dictionary<string, string> Others = new() { ["content"] = "others" };
    private static readonly DeliveryOptions Quick = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(4),
        JoinAge = TimeSpan.FromMilliseconds(1),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Flush_WhatFailsFirst_IsDeliveredOnceInOrder()
    {
        RecordingSender sender = new(static attempt => attempt < 3 ? SendVerdict.Retry("away") : SendVerdict.Delivered);
        DiskSpool spool = Open();
        using DeliveryLoop loop = Start(spool, sender, Quick);
        Append(spool, Lines, 1, 20);

        Assert.True(loop.Flush(CancellationToken.None));

        Assert.Equal(Numbers(1, 20), sender.Delivered);
        Assert.Equal((20L, 0L, 0L, 3L, true), (loop.State.Delivered, loop.State.Rejected, loop.State.Waiting, loop.State.Failures, loop.State.IsHealthy));
    }

    [Fact]
    public void Flush_WithJoining_JoinsNeighboursOfOneKindUpToTheSize()
    {
        DiskSpool spool = Open();
        Append(spool, Lines, 1, 5);
        Append(spool, Others, 6, 3);
        Append(spool, Lines, 9, 1);
        RecordingSender sender = new(static _ => SendVerdict.Delivered);
        using DeliveryLoop loop = Start(spool, sender, Quick with { JoinOctets = 4, JoinAge = TimeSpan.FromHours(1) });

        Assert.True(loop.Flush(CancellationToken.None));

        Assert.Equal(["1234", "5", "678", "9"], sender.Delivered);
        Assert.Equal(9, loop.State.Delivered);
    }

    [Fact]
    public void Loop_BatchOfTheJoinAge_GoesAlone()
    {
        DiskSpool spool = Open();
        RecordingSender sender = new(static _ => SendVerdict.Delivered);
        using DeliveryLoop loop = Start(spool, sender, Quick with { JoinOctets = 1_000_000 });
        Append(spool, Lines, 1, 1);

        SpinWait.SpinUntil(() => sender.Attempts > 0, TimeSpan.FromSeconds(30));

        Assert.Equal(["1"], sender.Delivered);
    }

    [Fact]
    public void Flush_Rejections_AreCountedAndPassed()
    {
        DiskSpool spool = Open();
        Append(spool, Lines, 1, 3);
        RecordingSender sender = new(static attempt => attempt == 1 ? SendVerdict.Rejected("field type conflict") : SendVerdict.Delivered);
        using DeliveryLoop loop = Start(spool, sender, Quick);

        Assert.True(loop.Flush(CancellationToken.None));

        Assert.Equal(["1", "3"], sender.Delivered);
        Assert.Equal((2L, 1L, "field type conflict"), (loop.State.Delivered, loop.State.Rejected, loop.State.LastTrouble));
    }

    [Fact]
    public void Flush_BatchDeliveredInPart_CountsBothParts()
    {
        DiskSpool spool = Open();
        spool.Append(Lines, "abc"u8, 10);
        RecordingSender sender = new(static _ => SendVerdict.DeliveredInPart(4, "partial write"));
        using DeliveryLoop loop = Start(spool, sender, Quick);

        Assert.True(loop.Flush(CancellationToken.None));

        Assert.Equal((6L, 4L), (loop.State.Delivered, loop.State.Rejected));
    }

    [Fact]
    public void Stop_WhileTheReceiverIsAway_LeavesEverythingForTheNextRun()
    {
        DiskSpool spool = Open();
        Append(spool, Lines, 1, 3);
        RecordingSender away = new(static _ => SendVerdict.Retry("away"));
        using (DeliveryLoop loop = Start(spool, away, Quick))
        {
            SpinWait.SpinUntil(() => away.Attempts > 1, TimeSpan.FromSeconds(30));
            Assert.False(loop.State.IsHealthy);
            loop.Stop(TimeSpan.FromSeconds(5));
        }

        RecordingSender back = new(static _ => SendVerdict.Delivered);
        using DeliveryLoop again = Start(Open(), back, Quick);

        Assert.True(again.Flush(CancellationToken.None));
        Assert.Equal(Numbers(1, 3), back.Delivered);
    }

    [Fact]
    public void Stop_WhileTheReceiverTakes_DeliversTheRestFirst()
    {
        DiskSpool spool = Open();
        RecordingSender sender = new(static _ => SendVerdict.Delivered);
        using DeliveryLoop loop = Start(spool, sender, Quick with { JoinOctets = 1_000_000, JoinAge = TimeSpan.FromHours(1) });
        Append(spool, Lines, 1, 9);

        loop.Stop(TimeSpan.FromSeconds(30));

        Assert.Equal("123456789", string.Concat(sender.Delivered));
    }

    [Fact]
    public void Flush_WhenStopped_SaysThatItIsNotDone()
    {
        DiskSpool spool = Open();
        Append(spool, Lines, 1, 1);
        using DeliveryLoop loop = Start(spool, new RecordingSender(static _ => SendVerdict.Retry("away")), Quick);
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(20));

        Assert.False(loop.Flush(stop.Token));
        Assert.Equal("away", loop.State.LastTrouble);
    }

    private static IEnumerable<string> Numbers(int first, int count) =>
        Enumerable.Range(first, count).Select(static number => number.ToString(CultureInfo.InvariantCulture));

    private static void Append(DiskSpool spool, Dictionary<string, string> headers, int first, int count)
    {
        foreach (string number in Numbers(first, count))
        {
            Assert.True(spool.Append(headers, Encoding.ASCII.GetBytes(number), 1));
        }
    }

    private DiskSpool Open() => DiskSpool.Open(_folder, new SpoolLimits(1 << 20, SpoolWhenFull.DropOldest), TimeProvider.System);

    private DeliveryLoop Start(DiskSpool spool, RecordingSender sender, DeliveryOptions options) => new(
        "test", spool, sender, options, TimeProvider.System, NullLogger.Instance, new OutputMetrics(_services.GetRequiredService<IMeterFactory>(), "test"));
}
