using System.Globalization;
using System.Text;
using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Tests.Output.Spool;

public sealed class DiskSpoolTests : IDisposable
{
    private static readonly Dictionary<string, string> Lines = new() { ["content"] = "lines", ["ключ"] = "значение" };

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Append_ThenRead_GivesHeadersPayloadAndItems()
    {
        using DiskSpool spool = Open();

        Assert.True(spool.Append(Lines, "a b"u8, 3));

        Assert.True(spool.TryRead(out SpoolBatch? batch));
        Assert.Equal((1UL, 3, "a b"), (batch.Sequence, batch.Items, Text(batch)));
        Assert.Equal(Lines, batch.Headers);
        Assert.False(spool.TryRead(out _));
    }

    [Fact]
    public void Open_AfterAcknowledgments_GivesTheRestInOrder()
    {
        using (DiskSpool spool = Open())
        {
            AppendNumbers(spool, 1, 10);
            SpoolBatch third = Read(spool, 3)[^1];
            spool.Acknowledge(third);
            Read(spool, 2);
        }

        using DiskSpool again = Open();

        Assert.Equal(7, again.Counters.Recovered);
        Assert.Equal(["4", "5", "6", "7", "8", "9", "10"], Read(again, 99).Select(Text));
        Assert.True(again.Append(Lines, "11"u8, 1));
        Assert.Equal([11UL], Read(again, 99).Select(static batch => batch.Sequence));
    }

    [Fact]
    public void Open_AfterEverythingWasAcknowledged_KeepsNumbersAndNoFile()
    {
        Guid identity;
        using (DiskSpool spool = Open())
        {
            identity = spool.Identity;
            AppendNumbers(spool, 1, 5);
            spool.Acknowledge(Read(spool, 5)[^1]);
        }

        using DiskSpool again = Open();
        AppendNumbers(again, 6, 1);

        Assert.Equal(identity, again.Identity);
        Assert.Equal(6UL, Read(again, 1)[0].Sequence);
        Assert.Single(Segments());
    }

    [Fact]
    public void Open_WithoutPosition_HasAnotherIdentity()
    {
        Guid first;
        using (DiskSpool spool = Open())
        {
            first = spool.Identity;
        }

        File.Delete(Path.Combine(_folder, "position"));
        using DiskSpool again = Open();

        Assert.NotEqual(first, again.Identity);
    }

    [Fact]
    public void Open_AfterAWriteWasCutAtAnyOctet_GivesEveryBatchBeforeIt()
    {
        int first;
        using (DiskSpool spool = Open())
        {
            AppendNumbers(spool, 1, 1);
            first = (int)new FileInfo(Segments()[0]).Length;
            AppendNumbers(spool, 2, 2);
        }

        string segment = Segments()[0];
        byte[] whole = File.ReadAllBytes(segment);
        Assert.Equal(3 * first, whole.Length);
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(segment, whole[..length]);
            using DiskSpool spool = Open();

            // The numbers of what is there go on, whatever was cut off.
            Assert.True(spool.Append(Lines, "new"u8, 1));
            string[] expected = [.. Enumerable.Range(1, length / first).Select(static number => number.ToString(CultureInfo.InvariantCulture)), "new"];
            Assert.Equal(expected, Read(spool, 99).Select(Text));
            Assert.Equal(0, spool.Counters.Damaged);
            spool.Dispose();
            foreach (string path in Segments())
            {
                File.Delete(path);
            }
        }
    }

    [Fact]
    public void Open_AfterThePositionWasCutAtAnyOctet_RepeatsAtMostTheLastDelivery()
    {
        byte[] before;
        byte[] after;
        string position = Path.Combine(_folder, "position");
        using (DiskSpool spool = Open())
        {
            AppendNumbers(spool, 1, 9);
            spool.Acknowledge(Read(spool, 3)[^1]);
            before = File.ReadAllBytes(position);
            spool.Acknowledge(Read(spool, 3)[^1]);
            after = File.ReadAllBytes(position);
        }

        for (int written = 0; written <= after.Length; written++)
        {
            File.WriteAllBytes(position, [.. after[..written], .. before[written..]]);
            using DiskSpool spool = Open();
            Assert.Contains(Text(Read(spool, 1)[0]), (string[])["4", "7"]);
        }
    }

    [Fact]
    public void Append_OverTheLimit_DropsTheOldestAndCountsIt()
    {
        using DiskSpool spool = Open(1 << 20);
        long said = 0;
        spool.Dropped += items => said += items;
        byte[] payload = new byte[10_000];

        for (int i = 0; i < 300; i++)
        {
            Assert.True(spool.Append(Lines, payload, 2));
            Assert.InRange(spool.Counters.Octets, 0, 1 << 20);
            Assert.InRange(Segments().Sum(static path => new FileInfo(path).Length), 0, 1 << 20);
        }

        SpoolCounters counters = spool.Counters;
        Assert.Equal(said, counters.Dropped);
        Assert.Equal(600, counters.Dropped + counters.Waiting);
        Assert.InRange(counters.Waiting, 180, 208);
        List<SpoolBatch> rest = Read(spool, 999);
        Assert.Equal(counters.Waiting, rest.Sum(static batch => batch.Items));
        Assert.Equal(300UL, rest[^1].Sequence);
        Assert.Equal(Enumerable.Range((int)rest[0].Sequence, rest.Count).Select(static number => (ulong)number), rest.Select(static batch => batch.Sequence));
    }

    [Fact]
    public void Append_OverTheLimitWhileABatchIsUnderWay_CountsItOnce()
    {
        using DiskSpool spool = Open(1 << 20);
        byte[] payload = new byte[10_000];
        spool.Append(Lines, payload, 1);
        SpoolBatch underWay = Read(spool, 1)[0];

        for (int i = 1; i < 300; i++)
        {
            spool.Append(Lines, payload, 1);
        }

        spool.Acknowledge(underWay);
        List<SpoolBatch> rest = Read(spool, 999);
        spool.Acknowledge(rest[^1]);

        SpoolCounters counters = spool.Counters;
        Assert.Equal((rest.Count + 1, 0L), (counters.Acknowledged, counters.Waiting));
        Assert.Equal(300, counters.Acknowledged + counters.Dropped);
    }

    [Fact]
    public void Append_LargerThanTheSpool_IsRefusedAndSaid()
    {
        using DiskSpool spool = Open(1 << 20);
        string said = "";
        spool.Refused += (_, reason) => said = reason;

        Assert.False(spool.Append(Lines, new byte[(1 << 20) + 1], 7));

        Assert.Equal((7L, 0L), (spool.Counters.Refused, spool.Counters.Waiting));
        Assert.Contains("outputs.spool.max", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_WithoutRoomWhereItMayWait_WaitsForAnAcknowledgment()
    {
        using DiskSpool spool = DiskSpool.Open(_folder, new SpoolLimits(1 << 20, SpoolWhenFull.Wait), TimeProvider.System);
        byte[] payload = new byte[100_000];
        Task appending = Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                Assert.True(spool.Append(Lines, payload, 1));
            }
        });

        List<ulong> read = [];
        while (read.Count < 50)
        {
            if (spool.TryRead(out SpoolBatch? batch))
            {
                read.Add(batch.Sequence);
                spool.Acknowledge(batch);
            }
            else
            {
                spool.Filled.WaitOne(TimeSpan.FromSeconds(1));
            }
        }

        await appending;
        Assert.Equal(Enumerable.Range(1, 50).Select(static number => (ulong)number), read);
        Assert.Equal((50L, 0L), (spool.Counters.Acknowledged, spool.Counters.Dropped));
    }

    [Fact]
    public void Append_WithoutRoomWhenStopped_IsRefused()
    {
        using DiskSpool spool = DiskSpool.Open(_folder, new SpoolLimits(1 << 20, SpoolWhenFull.Wait), TimeProvider.System);
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        byte[] payload = new byte[400_000];
        spool.Append(Lines, payload, 1, stop.Token);
        spool.Append(Lines, payload, 1, stop.Token);

        Assert.False(spool.Append(Lines, payload, 1, stop.Token));

        Assert.Equal((2L, 1L), (spool.Counters.Waiting, spool.Counters.Refused));
    }

    [Fact]
    public void Read_DamagedContent_IsCountedAndTheRestIsRead()
    {
        using (DiskSpool spool = Open())
        {
            AppendNumbers(spool, 1, 3);
        }

        byte[] octets = File.ReadAllBytes(Segments()[0]);
        octets[(octets.Length / 3 * 2) - 1] ^= 1;
        File.WriteAllBytes(Segments()[0], octets);
        using DiskSpool again = Open();

        Assert.Equal(["1", "3"], Read(again, 99).Select(Text));
        Assert.Equal((1L, 2L), (again.Counters.Damaged, again.Counters.Waiting));
    }

    [Fact]
    public void Open_FramesOutOfOrder_EndTheSegment()
    {
        using (DiskSpool spool = Open())
        {
            AppendNumbers(spool, 1, 3);
        }

        // The first two exchanged: 2, 1, 3.
        byte[] octets = File.ReadAllBytes(Segments()[0]);
        int frame = octets.Length / 3;
        File.WriteAllBytes(Segments()[0], [.. octets.AsSpan(frame, frame), .. octets.AsSpan(0, frame), .. octets.AsSpan(2 * frame)]);
        using DiskSpool again = Open();

        List<SpoolBatch> read = Read(again, 99);
        Assert.Equal(["2"], read.Select(Text));
        again.Acknowledge(read[^1]);
        Assert.Equal((1L, 1L, 0L), (again.Counters.Recovered, again.Counters.Acknowledged, again.Counters.Waiting));
    }

    [Fact]
    public void Read_FrameDamagedWhileRunning_GivesUpTheSegmentAndGoesOn()
    {
        using DiskSpool spool = Open(1 << 20);
        AppendNumbers(spool, 1, 4);
        string segment = Segments()[0];
        using (FileStream file = new(segment, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Position = file.Length / 2;
            file.WriteByte(0);
        }

        Assert.Equal(["1", "2"], Read(spool, 99).Select(Text));
        AppendNumbers(spool, 5, 2);

        List<SpoolBatch> rest = Read(spool, 99);
        Assert.Equal(["5", "6"], rest.Select(Text));
        spool.Acknowledge(rest[^1]);
        Assert.Equal((2L, 4L, 0L), (spool.Counters.Damaged, spool.Counters.Acknowledged, spool.Counters.Waiting));
    }

    [Fact]
    public void Open_WhatAnotherHas_IsRefused()
    {
        using DiskSpool spool = Open();

        SpoolException failure = Assert.Throws<SpoolException>(() => Open());

        Assert.Contains("in use by another sensor", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_UnderAFile_IsRefusedInOneSentence()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        SpoolException failure = Assert.Throws<SpoolException>(() => DiskSpool.Open(Path.Combine(file, "spool"), new SpoolLimits(1 << 20, SpoolWhenFull.DropOldest), TimeProvider.System));

        Assert.Contains("outputs.spool.path", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LockThatCannotBeMade_IsNotSaidToBeTaken()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "lock"), Path.Combine(_folder, "missing", "lock"));

        SpoolException failure = Assert.Throws<SpoolException>(() => Open());

        Assert.Contains("cannot be used: there is no such", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterOneThatFailed_FindsNothingTaken()
    {
        string identity = Directory.CreateDirectory(Path.Combine(_folder, "identity")).FullName;
        SpoolException failure = Assert.Throws<SpoolException>(() => Open());
        Assert.Contains("cannot be used", failure.Message, StringComparison.Ordinal);
        Directory.Delete(identity);

        // The file of the position is shared, so only the descriptors tell whether it is still open.
        Assert.DoesNotContain(Path.Combine(_folder, "position"), Directory.GetFileSystemEntries("/proc/self/fd").Select(static open => new FileInfo(open).LinkTarget));

        using DiskSpool spool = Open();

        Assert.True(spool.Append(Lines, "a"u8, 1));
    }

    private static string Text(SpoolBatch batch) => Encoding.UTF8.GetString(batch.Payload.Span);

    private static void AppendNumbers(DiskSpool spool, int first, int count)
    {
        for (int number = first; number < first + count; number++)
        {
            Assert.True(spool.Append(Lines, Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)), 1));
        }
    }

    private static List<SpoolBatch> Read(DiskSpool spool, int most)
    {
        List<SpoolBatch> batches = [];
        while (batches.Count < most && spool.TryRead(out SpoolBatch? batch))
        {
            batches.Add(batch);
        }

        return batches;
    }

    private DiskSpool Open(long octets = 64 << 20) => DiskSpool.Open(_folder, new SpoolLimits(octets, SpoolWhenFull.DropOldest), TimeProvider.System);

    private string[] Segments() => [.. Directory.GetFiles(_folder, "*.segment").Order(StringComparer.Ordinal)];
}
