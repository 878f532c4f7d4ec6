using FlowSensor.Engine.Configuration;
using FlowSensor.Hosting;

namespace FlowSensor.IntegrationTests.Deployment;

/// <summary>What a configuration read again says about a user that the process cannot become any more.</summary>
public sealed class ReconfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("someone")]
    public void Read_NewUserWithoutHavingBecomeOne_IsInForceAndSaysThatARestartIsWanted(string? before)
    {
        string said = Assert.Single(Read(before, "another"));

        Assert.Contains("sensor.user is another now", said, StringComparison.Ordinal);
        Assert.Contains($"stays the user {Environment.UserName} until", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UserThatStayed_SaysNothing() => Assert.Empty(Read("another", "another"));

    [Fact]
    public void Read_UserThatTheProcessIs_SaysNothing() => Assert.Empty(Read(null, Environment.UserName));

    private List<string> Read(string? before, string after)
    {
        string file = Path.Combine(_folder, "flowsensor.yaml");
        File.WriteAllText(file, $"sensor: {{user: {after}}}\n");
        SensorOptions options = new();
        options.Sensor.User = before;
        SaidLogger logger = new();

        Reconfiguration? read = Reconfiguration.Read(file, options, user: null, logger);

        Assert.Equal(after, read?.Options.Sensor.User);
        return logger.Said;
    }
}
