using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.IntegrationTests.Commands;

/// <summary>Commands that need a folder only do not stumble over a configuration that is broken, since that is when they are needed.</summary>
public sealed class BrokenConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public BrokenConfigurationTests()
    {
        AccessStore.Make(Path.Combine(_folder, "store")).Dispose();
        File.WriteAllText(Path.Combine(_folder, "flowsensor.yaml"), "sensor: [broken\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void BackupAndRestore_WithStoreNamed_Work()
    {
        SensorResult backup = Sensor.Run(_folder, "backup", "flowsensor.tar.gz", "--store", "store");
        SensorResult restore = Sensor.Run(_folder, "restore", "flowsensor.tar.gz", "--store", "again");

        Assert.Equal((0, ""), (backup.ExitCode, backup.Error));
        Assert.Equal((0, ""), (restore.ExitCode, restore.Error));
        Assert.True(File.Exists(Path.Combine(_folder, "again", "flowsensor.db")));
    }

    [Fact]
    public void TokenAndAudit_WithStoreNamed_Work()
    {
        SensorResult create = Sensor.Run(_folder, "token", "create", "prometheus", "--store", "store");
        SensorResult list = Sensor.Run(_folder, "token", "list", "--json", "--store", "store");
        SensorResult audit = Sensor.Run(_folder, "audit", "--csv", "--store", "store");

        Assert.Equal(0, create.ExitCode);
        Assert.Contains("prometheus", list.Output, StringComparison.Ordinal);
        Assert.Contains("prometheus", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_WithoutStoreNamed_SaysWhatIsBroken()
    {
        SensorResult backup = Sensor.Run(_folder, "backup", "flowsensor.tar.gz");

        Assert.Equal(2, backup.ExitCode);
        Assert.Contains("flowsensor.yaml", backup.Error, StringComparison.Ordinal);
    }
}
