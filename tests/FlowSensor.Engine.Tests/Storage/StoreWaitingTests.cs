using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Engine.Tests.Storage;

/// <summary>A store whose disk or database goes away under it.</summary>
public sealed class StoreWaitingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Add_StoreIsGoneWithItsDisk_WaitsAndMakesNoOther()
    {
        // As while a disk is taken away to be checked: its mount point is an empty folder.
        string folder = Path.Combine(_folder, "mount", "store");
        string away = Path.Combine(_folder, "away");
        StoreOptions options = new() { Path = folder };
        using ManualResetEventSlim waits = new();
        using ManualResetEventSlim resumed = new();
        using (SensorStore store = SensorStore.Open(options, waitsForDisk: true))
        {
            store.Waiting += failure =>
            {
                if (failure.Message == store.WaitsFor)
                {
                    waits.Set();
                }
            };
            store.Resumed += resumed.Set;
            Directory.Move(folder, away);
            store.Add(new Unwritten());
            store.Add(new StoredDetectorState(1, [1]));

            Assert.True(waits.Wait(TimeSpan.FromMinutes(1)));
            Assert.Contains("not there any more", store.WaitsFor, StringComparison.Ordinal);
            Assert.False(Path.Exists(folder));
            Directory.Move(away, folder);
            Assert.True(resumed.Wait(TimeSpan.FromMinutes(1)));
            Assert.Null(store.WaitsFor);

            // It is taken again, where another disk may be mounted by now.
            Assert.Contains("in use by another sensor", Assert.Throws<StoreException>(() => SensorStore.Open(options)).Message, StringComparison.Ordinal);
        }

        using StoreReader reader = StoreReader.Open(folder);
        Assert.Equal([(byte)1], new DetectorStateQuery(reader).Ask()!);
    }

    [Fact]
    public void Add_DatabaseWasMovedAway_AnotherIsMade()
    {
        using (SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder }, waitsForDisk: true))
        {
            foreach (string file in Directory.GetFiles(_folder, "flowsensor.db*"))
            {
                File.Move(file, file + ".damaged");
            }

            store.Add(new Unwritten());
            store.Add(new StoredDetectorState(1, [1]));
        }

        using StoreReader reader = StoreReader.Open(_folder);
        Assert.Equal([(byte)1], new DetectorStateQuery(reader).Ask()!);
    }

    [Fact]
    public void WaitsFor_DatabaseCannotBeOpened_TellsItUntilItCan()
    {
        string database = Path.Combine(_folder, "flowsensor.db");
        using ManualResetEventSlim waits = new();
        using ManualResetEventSlim resumed = new();
        using (SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder }, waitsForDisk: true))
        {
            Assert.Null(store.WaitsFor);
            store.Waiting += failure =>
            {
                if (failure.Message == store.WaitsFor)
                {
                    waits.Set();
                }
            };
            store.Resumed += resumed.Set;
            foreach (string file in Directory.GetFiles(_folder, "flowsensor.db*"))
            {
                File.Delete(file);
            }

            Directory.CreateDirectory(database);
            store.Add(new Unwritten());
            store.Add(new StoredDetectorState(1, [1]));

            Assert.True(waits.Wait(TimeSpan.FromMinutes(1)));
            Directory.Delete(database);
            Assert.True(resumed.Wait(TimeSpan.FromMinutes(1)));
            Assert.Null(store.WaitsFor);
        }

        using StoreReader reader = StoreReader.Open(_folder);
        Assert.Equal([(byte)1], new DetectorStateQuery(reader).Ask()!);
    }
}
