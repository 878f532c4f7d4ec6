using FlowSensor.Fuzz;
using FlowSensor.Fuzz.Campaigns;
using FlowSensor.Fuzz.Seeds;

namespace FlowSensor.Engine.Tests.Fuzzing;

// The fuzzer finds what it is there for, in targets that have it.
public sealed class CampaignTests : IDisposable
{
    private const int Executions = 20_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(PlantedFault.Throws, "IndexOutOfRangeException", 6)]
    [InlineData(PlantedFault.Allocates, "are allowed", 5)]
    [InlineData(PlantedFault.Remembers, "something else the second time", 5)]
    public void Run_TargetWithAFault_FindsItAndMakesTheInputSmall(PlantedFault fault, string expected, int longest)
    {
        Campaign campaign = Run(fault, seed: 1);

        string file = Assert.Single(campaign.Failures).Value;
        Assert.InRange(new FileInfo(file).Length, 1, longest);
        string text = File.ReadAllText(Path.ChangeExtension(file, ".txt"));
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains($"--target planted --input {file}", text, StringComparison.Ordinal);
        Assert.NotNull(new Runner(new PlantedTarget(fault), TimeSpan.FromSeconds(2)).Run(File.ReadAllBytes(file), again: true, out _));
    }

    [Fact]
    public void Run_TargetWithoutAFault_FindsNone()
    {
        Campaign campaign = Run(PlantedFault.None, seed: 1);

        Assert.Empty(campaign.Failures);
        Assert.InRange(campaign.Executions, Executions, Executions + 10);
    }

    [Fact]
    public void Run_SameSeed_MakesTheSameInputs()
    {
        IReadOnlyList<byte[]> first = Run(PlantedFault.None, seed: 7).Inputs;
        IReadOnlyList<byte[]> second = Run(PlantedFault.None, seed: 7).Inputs;
        IReadOnlyList<byte[]> other = Run(PlantedFault.None, seed: 8).Inputs;

        Assert.Equal(first.Select(Convert.ToHexString), second.Select(Convert.ToHexString));
        Assert.NotEqual(first.Select(Convert.ToHexString), other.Select(Convert.ToHexString));
    }

    private Campaign Run(PlantedFault fault, ulong seed)
    {
        FailureFolder failures = new(_folder, seed);
        using Watchdog watchdog = new(failures);
        Campaign campaign = new(new PlantedTarget(fault), new FuzzOptions { Seed = seed }, failures, watchdog, isInstrumented: false);
        campaign.Begin(SeedFiles.Find(useShared: false), []);
        campaign.Run(Executions, TimeSpan.MaxValue);
        return campaign;
    }
}
