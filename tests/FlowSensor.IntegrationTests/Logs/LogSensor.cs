using System.Globalization;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Logs;

/// <summary>A real sensor that reads logs, in a folder of its own, and what its store knows.</summary>
internal sealed class LogSensor : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private PeerProcess? _process;

    /// <summary>Writes the configuration.</summary>
    /// <param name="inputs">Lines of the section <c>inputs</c>.</param>
    public LogSensor(params string[] inputs) => File.WriteAllLines(
        _folder.File("flowsensor.yaml"),
        ["inputs:", "  netflow: {listen: []}", "  sflow: {listen: []}", .. inputs.Select(static line => "  " + line), "logs: {checkpoint: 100ms}", "store: {path: s}"]);

    public string Folder => _folder.Path;

    public string Log => _folder.File("mail.log");

    public string Errors => _process?.Errors ?? "";

    public string PathOf(string name) => _folder.File(name);

    public void Start()
    {
        _process = PeerProcess.StartSensor(_folder.Path, "run");
        _process.WaitUntil(() => _process.Errors.Contains("listens on", StringComparison.Ordinal));
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process!.Dispose();
        _process = null;
    }

    /// <summary>SIGTERM, and a good end.</summary>
    /// <returns>What it said.</returns>
    public string Stop()
    {
        Assert.Equal(0, _process!.Stop());
        string said = _process.Errors;
        Kill();
        return said;
    }

    public void WaitUntil(Func<bool> holds) => _process!.WaitUntil(holds);

    /// <summary>Lines in the store.</summary>
    public long StoredLines() => Types().Sum(static type => type.Count);

    public IReadOnlyList<StoredMessageType> Types() => Ask(static query => query.Types()) ?? [];

    public IReadOnlyList<LogFinding> Findings() => Ask(static query => query.Findings(new TimeRange(null, null))) ?? [];

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    /// <summary>A line with a number of its own, of one of five types.</summary>
    public static string Line(int number)
    {
        DateTime time = new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc).AddSeconds(number);
        string word = ((string[])["apple", "pear", "plum", "fig", "nut"])[number % 5];
        string verb = ((string[])["falls", "rots", "grows", "sells"])[number % 4];
        return string.Create(CultureInfo.InvariantCulture, $"{time:MMM dd HH:mm:ss} mail orchard[{number}]: {word} {verb} here as number {number}");
    }

    private T? Ask<T>(Func<LogStateQuery, T> question)
        where T : class
    {
        if (!File.Exists(_folder.File("s/flowsensor.db")))
        {
            return null;
        }

        using StoreReader reader = StoreReader.Open(_folder.File("s"));
        return question(new LogStateQuery(reader));
    }
}
