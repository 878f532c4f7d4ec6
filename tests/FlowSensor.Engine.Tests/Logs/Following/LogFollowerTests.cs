using System.Globalization;
using System.IO.Compression;
using System.Text;
using FlowSensor.Engine.Logs.Following;

namespace FlowSensor.Engine.Tests.Logs.Following;

/// <summary>Lines carry a number, so that what is lost or comes twice is seen at once.</summary>
public sealed class LogFollowerTests : IDisposable
{
    private const int Quiet = 1_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("follow").FullName;
    private readonly List<string> _seen = [];
    private int _written;
    private long _now;

    private string Log => Path.Combine(_folder, "mail.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Turn_FileGrowsWithPartsOfLines_HandsOnWholeLines()
    {
        using LogFollower follower = Begin(null);
        Write(3);
        File.AppendAllText(Log, "begun");
        Turn(follower);
        Assert.Equal(3, _seen.Count);
        File.AppendAllText(Log, " and ended\n");
        Turn(follower);
        Assert.Equal("begun and ended", _seen[3]);
        Assert.Equal(new FileInfo(Log).Length, follower.State.Files[0].Offset);
    }

    [Fact]
    public void Turn_Renamed_ReadsTheOldFileToItsEndAndTheNewOne()
    {
        using LogFollower follower = Begin(null);
        Write(5);
        Turn(follower);
        using (FileStream writer = new(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            File.Move(Log, Log + ".1");
            Write(5);
            Turn(follower);

            // The writer has not noticed yet.
            writer.Write(Encoding.ASCII.GetBytes(Next()));
            writer.Flush();
            Turn(follower);
        }

        _now += Quiet;
        Turn(follower);
        Write(2);
        Turn(follower);
        AssertAll();
        Assert.Single(follower.State.Files);
        Assert.Equal(1, follower.Counters.Renamed);
    }

    [Fact]
    public void Turn_CopiedAndEmptied_ReadsTheRestFromTheCopy()
    {
        using LogFollower follower = Begin(null);
        Write(5);
        Turn(follower);
        Write(7);
        CopyAndEmpty();
        Write(2);
        Turn(follower);
        AssertAll();
        Assert.Equal((1, 0), (follower.Counters.Emptied, follower.Counters.CopiesMissing));
    }

    [Fact]
    public void Turn_EmptiedAndGrownPastThePosition_IsNoticed()
    {
        using LogFollower follower = Begin(null);
        Write(5);
        Turn(follower);
        CopyAndEmpty();
        Write(50);
        Turn(follower);
        AssertAll();
        Assert.Equal(1, follower.Counters.Emptied);
    }

    [Fact]
    public void Turn_EmptiedWithoutCopy_SaysSo()
    {
        using LogFollower follower = Begin(null);
        Write(5);
        Turn(follower);
        File.WriteAllText(Log, "");
        Write(1);
        Turn(follower);
        AssertAll();
        Assert.Equal(1, follower.Counters.CopiesMissing);
    }

    [Fact]
    public void Begin_RotatedSeveralTimesMeanwhile_ReadsEachOnce()
    {
        File.WriteAllText(Log + ".1", "before anybody followed\n");
        FollowState state;
        using (LogFollower first = Begin(null))
        {
            Write(5);
            Turn(first);
            state = Saved(first);
        }

        Write(4);
        Rotate(compress: true);
        Write(6);
        Rotate(compress: true);
        Write(3);
        Rotate(compress: false);
        Write(2);
        using LogFollower second = Begin(state);
        Turn(second);
        AssertAll();
        Assert.Equal((2, 0), (second.Counters.CaughtUp, second.Counters.FilesMissing));
    }

    [Fact]
    public void Begin_FileAndCopiesGone_SaysSoAndGoesOn()
    {
        FollowState state;
        using (LogFollower first = Begin(null))
        {
            Write(5);
            Turn(first);
            state = Saved(first);
        }

        File.Delete(Log);
        Write(3);
        using LogFollower second = Begin(state);
        Turn(second);
        AssertAll();
        Assert.Equal(1, second.Counters.FilesMissing);
    }

    [Fact]
    public void Turn_NulsInvalidTextAndALineOf64Megabytes_LosesNothingElse()
    {
        using LogFollower follower = Begin(null);
        Write(3);
        using (FileStream writer = new(Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (int i = 0; i < 64; i++)
            {
                writer.Write(block);
                if (i % 20 == 0)
                {
                    writer.Flush();
                    Turn(follower);
                }
            }

            writer.Write("\n"u8);
            writer.Write(new byte[5_000]);
            writer.Write([0xFF, 0xFE, 0xC3, (byte)'\n']);
        }

        Write(3);
        for (int i = 0; i < 10; i++)
        {
            Turn(follower);
        }

        Assert.Equal(8, _seen.Count);
        Assert.Equal(16_384, _seen[3].Length);
        Assert.Equal(new FileInfo(Log).Length, follower.State.Files[0].Offset);
        _seen.RemoveRange(3, 2);
        AssertAll();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Turn_RandomRotationsAndCrashes_EachLineOnce(int seed)
    {
        Random random = new(seed);
        FollowState? saved = null;
        LogFollower follower = Begin(null);
        int kept = 0;
        try
        {
            for (int step = 0; step < 300; step++)
            {
                switch (random.Next(12))
                {
                    case 0:
                        Rotate(compress: random.Next(2) == 0);
                        break;
                    case 1:
                        CopyAndEmpty();
                        break;
                    case 2:
                        saved = Saved(follower);
                        kept = _seen.Count;
                        break;
                    case 3:
                        // SIGKILL: what was not stored is forgotten, together with how far it went.
                        follower.Dispose();
                        _seen.RemoveRange(kept, _seen.Count - kept);
                        follower = Begin(saved);
                        break;
                    case 4:
                        _now += Quiet;
                        break;
                    case < 9:
                        Write(random.Next(1, 40));
                        break;
                    default:
                        Turn(follower);
                        break;
                }

                if (saved is null)
                {
                    Turn(follower);
                    saved = Saved(follower);
                    kept = _seen.Count;
                }
            }

            Turn(follower);
            Turn(follower);
            AssertAll();
            Assert.Equal((0, 0), (follower.Counters.CopiesMissing, follower.Counters.FilesMissing));
        }
        finally
        {
            follower.Dispose();
        }
    }

    [Fact]
    public void Turn_NothingNew_AllocatesLittle()
    {
        using LogFollower follower = Begin(null);
        Write(2_000);
        Turn(follower);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            Turn(follower);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    private LogFollower Begin(FollowState? state)
    {
        LogFollower follower = new(Log, 16_384, TimeSpan.FromMilliseconds(Quiet));
        follower.Begin(state, See);
        return follower;
    }

    private static FollowState Saved(LogFollower follower) => FollowState.FromJson(follower.State.ToJson())!;

    private void Turn(LogFollower follower)
    {
        follower.Turn(See, _now);
        Assert.Null(follower.Trouble);
    }

    private void See(ReadOnlySpan<byte> line) => _seen.Add(Encoding.Latin1.GetString(line));

    private string Next() => string.Create(
        CultureInfo.InvariantCulture, $"Nov 26 10:{_written / 60 % 60:00}:{_written % 60:00} host program[{_written}]: line {_written++} of the test\n");

    private void Write(int lines)
    {
        using StreamWriter writer = new(Log, append: true);
        for (int i = 0; i < lines; i++)
        {
            writer.Write(Next());
        }
    }

    // As logrotate does it: the highest number first.
    private void Shift()
    {
        for (int number = 40; number > 0; number--)
        {
            foreach (string ending in (string[])["", ".gz"])
            {
                if (File.Exists($"{Log}.{number}{ending}"))
                {
                    File.Move($"{Log}.{number}{ending}", $"{Log}.{number + 1}{ending}", overwrite: true);
                }
            }
        }
    }

    private void Rotate(bool compress)
    {
        if (!File.Exists(Log))
        {
            return;
        }

        Shift();
        File.Move(Log, Log + ".1");
        if (compress)
        {
            using (FileStream from = File.OpenRead(Log + ".1"))
            using (GZipStream to = new(File.Create(Log + ".1.gz"), CompressionLevel.Fastest))
            {
                from.CopyTo(to);
            }

            File.SetLastWriteTimeUtc(Log + ".1.gz", File.GetLastWriteTimeUtc(Log + ".1"));
            File.Delete(Log + ".1");
        }

        File.WriteAllText(Log, "");
    }

    private void CopyAndEmpty()
    {
        if (!File.Exists(Log))
        {
            return;
        }

        Shift();
        File.Copy(Log, Log + ".1");
        using FileStream file = new(Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }

    private void AssertAll()
    {
        int[] numbers = [.. _seen.Where(static line => line.EndsWith("of the test", StringComparison.Ordinal))
            .Select(static line => int.Parse(line.Split(' ')[^4], CultureInfo.InvariantCulture)).Order()];
        Assert.Equal(Enumerable.Range(0, _written), numbers);
    }
}
