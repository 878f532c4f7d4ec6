using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.Logs.Rare;
using FlowSensor.Engine.Logs.Syslog;
using FlowSensor.Engine.Pipeline.Logs;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Logs;

namespace FlowSensor.Engine.Tests.Logs;

/// <summary>Files and syslog through the intake into a store and out of it again.</summary>
public sealed class LogIntakeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("intake").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_StoppedAndStartedAgain_CountsEachLineOnce()
    {
        SensorOptions options = Options();
        string log = options.Inputs.Logs[0].Path!;
        for (int round = 0; round < 3; round++)
        {
            File.AppendAllLines(log, Enumerable.Range(0, 100).Select(i => $"Nov 26 10:0{round}:{i % 60:00} mail postfix/qmgr[9]: {i:X10}{round}: removed"));
            Run(options, null, static _ => true);
        }

        using StoreReader reader = StoreReader.Open(options.Store.Path);
        StoredMessageType type = Assert.Single(new LogStateQuery(reader).Types());
        Assert.Equal(("postfix/qmgr", 300L, "mail"), (type.Program, type.Count, type.Host));
        Assert.Single(new LogStateQuery(reader).Positions());
        Assert.Equal("postfix/qmgr", Assert.Single(new LogStateQuery(reader).Intervals()).Program);
    }

    [Fact]
    public void Run_StoreLosesTheItem_PositionIsLostWithIt()
    {
        SensorOptions options = Options();
        File.WriteAllLines(options.Inputs.Logs[0].Path!, ["Nov 26 10:00:00 mail p: one line of text"]);
        Run(options, static _ => { }, static _ => true);
        Run(options, null, static _ => true);
        using StoreReader reader = StoreReader.Open(options.Store.Path);
        Assert.Equal(1, Assert.Single(new LogStateQuery(reader).Types()).Count);
    }

    [Fact]
    public void Run_SyslogOverload_IsAFindingWithTheSendersAddress()
    {
        SensorOptions options = Options();
        options.Inputs.Logs.Clear();
        options.Inputs.Syslog.Listen.Add(new TransportEndpoint(Transport.Udp, new IPEndPoint(IPAddress.Loopback, 0)));
        using SyslogReceiver syslog = new(options.Inputs.Syslog, TimeProvider.System);
        syslog.Start();
        string endpoint = syslog.EndPoints.Single();
        int port = int.Parse(endpoint[(endpoint.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        Run(options, null, intake =>
        {
            using UdpClient sender = new(AddressFamily.InterNetwork);
            string now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            sender.Send(Encoding.ASCII.GetBytes($"<18>1 {now} mx.example.org sendmail 77 - - rejecting connections on daemon MTA: load average: 14"), "127.0.0.1", port);
            sender.Send("<18>sendmail[77]: runqueue: Aborting queue run: load average too high"u8.ToArray(), "127.0.0.1", port);
            sender.Send("<18>kernel: Out of memory: killed process 99"u8.ToArray(), "127.0.0.1", port);
            return SpinWait.SpinUntil(() => intake.SyslogMessages == 3, Patience);
        }, syslog);

        using StoreReader reader = StoreReader.Open(options.Store.Path);
        IReadOnlyList<LogFinding> findings = new LogStateQuery(reader).Findings(new TimeRange(null, null));
        Assert.Equal(
            ["LoadShedding mx.example.org sendmail rejecting connections on daemon MTA: load average: 14", "LoadShedding 127.0.0.1 sendmail runqueue: Aborting queue run: load average too high", "Overload 127.0.0.1 kernel Out of memory: killed process 99"],
            findings.OrderBy(static finding => finding.Text.Length == 0).ThenBy(static finding => finding.Program == "kernel").ThenByDescending(static finding => finding.Host)
                .Select(static finding => $"{finding.Kind} {finding.Host} {finding.Program} {finding.Text}"));
        Assert.All(findings, static finding => Assert.True(finding is { Words.Count: > 0, Count: 1, UntilMs: null }));
    }

    private SensorOptions Options()
    {
        SensorOptions options = new();
        options.Store.Path = Path.Combine(_folder, "store");
        options.Inputs.Logs.Add(new LogInputOptions { Path = Path.Combine(_folder, "mail.log") });
        return options;
    }

    private static void Run(SensorOptions options, Action<StoredItem>? add, Func<LogIntake, bool> act, SyslogReceiver? syslog = null)
    {
        using SensorStore store = SensorStore.Open(options.Store);
        using StoreReader reader = StoreReader.Open(options.Store.Path);
        using LogIntake intake = new(options, syslog, new LogStateQuery(reader), add ?? store.Add, TimeProvider.System);
        intake.Start();
        Assert.True(act(intake));
        intake.Stop();
    }
}
