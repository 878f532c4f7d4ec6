using System.Globalization;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Logs.Findings;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.TimeSeries;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Engine.Storage.Logs;
using FlowSensor.Engine.Storage.Mail;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Tests.Output.TimeSeries;

public sealed class TimeSeriesPointsTests : IDisposable
{
    private const long Start = 1_767_225_600_000;
    private const long Window = 60_000;

    private static readonly ServiceDirection Smtp = new(0, "smtp", TrafficDirection.Request, KeepsPairs: true);

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;
    private readonly PointMemory _memory = new();
    private readonly SensorOptions _options = new();
    private IReadOnlyList<string> _loaded = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Window_GivesAPointForEachPart()
    {
        Make(null).Write(Span(Start, flows: 5, "198.51.100.1"));

        Assert.Equal("5", _memory.Of($"traffic,192.0.2.1,smtp,request,outbound {Start}", "flows"));
        Assert.Equal("3", _memory.Of($"traffic,192.0.2.1,smtp,request,outbound {Start}", "unknown_sampling"));
        Assert.Equal("2", _memory.Of($"service,smtp,request {Start}", "sources"));
        Assert.Equal("1", _memory.Of($"band,smtp,request,pair,1-10 {Start}", "keys"));
        Assert.Equal("500", _memory.Of($"next_hop,smtp,request,203.0.113.1 {Start}", "octets"));
        Assert.Equal("500", _memory.Of($"institution,smtp,request,unknown {Start}", "octets"));
        Assert.Equal("198.51.100.1", _memory.Of($"top_source,smtp,request,01 {Start}", "source"));
        Assert.Equal("100", _memory.Of($"exporter,192.0.2.1,9,7 {Start}", "sampling"));
        Assert.Equal("2", _memory.Of($"exporter,192.0.2.1,9,7 {Start}", "dropped_malformed"));
        Assert.Equal(("12", "4"), (_memory.Of($"ledger {Start}", "datagrams"), _memory.Of($"ledger {Start}", "kernel_dropped")));
    }

    [Fact]
    public void Write_FindingsInLogs_CountsThemByKindAndWritesWhatComesWithThem()
    {
        TimeSeriesPoints points = Make(null);
        LogFinding shedding = new(LogFindingKind.LoadShedding, Start + 59_999, "a.example.org", "sendmail", "rejecting", "rejecting", ["rejecting"], 3);
        LogFinding gap = new(LogFindingKind.Gap, Start, "a.example.org", "named", "", "last", [], 1);
        points.Write(new StoredLogs { Findings = [shedding, gap, gap with { UntilMs = Start + Window }], Items = [Span(Start, flows: 5, "198.51.100.1")] });
        points.Write(new StoredLogs { Findings = [shedding with { TimeMs = Start, Count = 4 }] });

        Assert.Equal(("2", "7"), (_memory.Of($"log_finding,load_shedding {Start}", "findings"), _memory.Of($"log_finding,load_shedding {Start}", "lines")));
        Assert.Equal("1", _memory.Of($"log_finding,gap {Start}", "findings"));
        Assert.Equal("5", _memory.Of($"service,smtp,request {Start}", "flows"));
    }

    [Fact]
    public void Write_PartsOfOneWindow_WritesTheWholeInItsPlace()
    {
        TimeSeriesPoints points = Make(null);
        points.Write(Span(Start, flows: 5, "198.51.100.1"));
        points.Write(Span(Start + Window, flows: 1, "198.51.100.1"));
        points.Write(Span(Start, flows: 9, "198.51.100.2"));

        Assert.Equal("14", _memory.Of($"traffic,192.0.2.1,smtp,request,outbound {Start}", "flows"));
        Assert.Equal("24", _memory.Of($"ledger {Start}", "datagrams"));
        Assert.Equal("100", _memory.Of($"exporter,192.0.2.1,9,7 {Start}", "sampling"));
        Assert.Equal(("198.51.100.2", "9"), (_memory.Of($"top_source,smtp,request,01 {Start}", "source"), _memory.Of($"top_source,smtp,request,01 {Start}", "flows")));
        Assert.Equal(("198.51.100.1", "5"), (_memory.Of($"top_source,smtp,request,02 {Start}", "source"), _memory.Of($"top_source,smtp,request,02 {Start}", "flows")));
    }

    [Fact]
    public void Write_AfterARestartWithinAWindow_AddsToWhatWasWritten()
    {
        Make(_folder).Write(Span(Start, flows: 5, "198.51.100.1"));

        Make(_folder).Write(Span(Start, flows: 9, "198.51.100.1"));

        Assert.Equal("14", _memory.Of($"service,smtp,request {Start}", "flows"));
        Assert.Equal("14", _memory.Of($"top_source,smtp,request,01 {Start}", "flows"));
        Assert.Null(_memory.Of($"top_source,smtp,request,02 {Start}", "flows"));
    }

    [Fact]
    public void Write_SameReplayTwice_ChangesNothing()
    {
        Make(null).Write(Span(Start, flows: 5, "198.51.100.1"));
        string before = Dump();

        Make(null).Write(Span(Start, flows: 5, "198.51.100.1"));

        Assert.Equal(before, Dump());
    }

    [Fact]
    public void Load_FileThatIsDamaged_IsSaidAndLeftAlone()
    {
        Make(_folder).Write(Span(Start, flows: 5, "198.51.100.1"));
        string file = Path.Combine(_folder, "windows.points");
        byte[] octets = File.ReadAllBytes(file);
        for (int length = 0; length < octets.Length; length += 7)
        {
            File.WriteAllBytes(file, octets[..length]);
            Make(_folder);
            Assert.Single(_loaded);
        }

        octets[^1] ^= 1;
        File.WriteAllBytes(file, octets);
        Make(_folder);
        Assert.Single(_loaded);
    }

    [Fact]
    public void Write_WindowsLater_ForgetsOldPointsAndKeepsTheFileSmall()
    {
        TimeSeriesPoints points = Make(_folder);
        long? size = null;
        for (int window = 0; window < 200; window++)
        {
            points.Write(Span(Start + (window * Window), flows: 5, $"198.51.100.{window}"));
            long now = new FileInfo(Path.Combine(_folder, "windows.points")).Length;
            size = window == 10 ? now : size;
        }

        Assert.InRange(new FileInfo(Path.Combine(_folder, "windows.points")).Length, 1, size!.Value * 2);
    }

    [Fact]
    public void Write_MailDifferences_WritesTotalsEfficiencyAndLevels()
    {
        TimeSeriesPoints points = Make(_folder);
        points.Write(Mail(connections: 10, accepted: 2, ("198.51.100.7", 4), ("198.51.100.8", 6)));
        Make(_folder).Write(Mail(connections: 30, accepted: 8, ("198.51.100.7", 9)));

        string server = $"mail_server,192.0.2.25 {Start}";
        Assert.Equal(("40", "10", "0.25", "6"), (_memory.Of(server, "connections"), _memory.Of(server, "accepted"), _memory.Of(server, "efficiency"), _memory.Of(server, "user_unknown")));
        Assert.Equal(("0.7", "0"), (_memory.Of(server, "usual"), _memory.Of(server, "holiday")));
        Assert.Equal(("198.51.100.7", "13"), (_memory.Of($"mail_client,192.0.2.25,01 {Start}", "client"), _memory.Of($"mail_client,192.0.2.25,01 {Start}", "connections")));
        Assert.Equal("198.51.100.8", _memory.Of($"mail_client,192.0.2.25,02 {Start}", "client"));
    }

    [Fact]
    public void Write_MoreExportersThanNames_SumsTheRestAsOther()
    {
        _options.Outputs.Influxdb.MaxNames = 3;
        TimeSeriesPoints points = Make(null);
        for (int exporter = 1; exporter <= 200; exporter++)
        {
            points.Write(Span(Start, flows: 1, "198.51.100.1", exporter: $"192.0.2.{exporter}", index: exporter));
        }

        Assert.Equal(4, _memory.Series.Count(static series => series.Layout.Name == "traffic"));
        Assert.Equal(4, _memory.Series.Count(static series => series.Layout.Name == "exporter"));
        Assert.Equal("197", _memory.Of($"traffic,other,smtp,request,outbound {Start}", "flows"));
        Assert.Equal("200", _memory.Of($"service,smtp,request {Start}", "flows"));
    }

    [Fact]
    public void Write_TenSourcesOrAHundredThousand_GivesTheSameSeries()
    {
        PointMemory few = _memory;
        Make(null).Write(Span(Start, flows: 5, [.. Enumerable.Range(1, 10).Select(static source => $"198.51.100.{source}")]));
        PointMemory many = new();
        new TimeSeriesPoints(_options, null, many, State, TimeProvider.System).Write(Span(
            Start, flows: 5, [.. Enumerable.Range(0, 100_000).Select(static source => string.Create(CultureInfo.InvariantCulture, $"10.{source >> 16}.{(source >> 8) & 255}.{source & 255}"))]));

        Assert.Equal([.. few.Series], new HashSet<SeriesKey>(many.Series));
    }

    [Fact]
    public void Write_Incidents_CountsTheOpenAndWritesEachEvent()
    {
        TimeSeriesPoints points = Make(null);
        points.Write(Change(IncidentChangeKind.Opened, "a", Start + Window));
        points.Write(Change(IncidentChangeKind.Opened, "b", Start + Window));
        points.Write(Span(Start, flows: 5, "198.51.100.1"));
        points.Write(Change(IncidentChangeKind.Closed, "a", Start + (2 * Window)));
        points.Write(Span(Start + Window, flows: 5, "198.51.100.1"));

        Assert.Equal(("2", "2", "0"), (_memory.Of($"incident,port_scan {Start}", "open"), _memory.Of($"incident,port_scan {Start}", "opened"), _memory.Of($"incident,port_scan {Start}", "closed")));
        Assert.Equal(("1", "0", "1"), (_memory.Of($"incident,port_scan {Start + Window}", "open"), _memory.Of($"incident,port_scan {Start + Window}", "opened"), _memory.Of($"incident,port_scan {Start + Window}", "closed")));
        Assert.Equal("0", _memory.Of($"incident,dns_tunnel {Start}", "open"));
        Assert.Equal(("a", "b"), (_memory.Of($"incident_event {Start}", "id"), _memory.Of($"incident_event {Start + 1}", "id")));
        Assert.Equal("198.51.100.66", _memory.Of($"incident_event {Start + Window}", "source"));
    }

    private static StoredIncident Change(IncidentChangeKind kind, string id, long time) => new()
    {
        Change = new IncidentChange(
            kind, new Incident { Id = id, Kind = IncidentKind.PortScan, Rule = "port_scan", Source = IpAddress.Parse("198.51.100.66"), Opened = Start }, time),
    };

    private static StoredMail Mail(int connections, int accepted, params (string Client, int Connections)[] clients)
    {
        MailSample counts = new() { Connections = connections, Accepted = accepted };
        counts.Rejects[(int)SmtpRejectClass.UserUnknown] = 3;
        return new StoredMail
        {
            Samples = [new StoredMailSample(IpAddress.Parse("192.0.2.25"), Start, counts, [.. clients.Select(static client => (IpAddress.Parse(client.Client), client.Connections))])],
        };
    }

    private static StoredSpan Span(long start, ulong flows, params string[] sources) => Span(start, flows, sources, "192.0.2.1", 0);

    private static StoredSpan Span(long start, ulong flows, string source, string exporter, int index) => Span(start, flows, [source], exporter, index);

    private static StoredSpan Span(long start, ulong flows, string[] sources, string exporter, int index)
    {
        TrafficCounts counts = new() { Flows = flows, Packets = flows * 10, Octets = flows * 100, EstimatedPackets = flows * 10, EstimatedOctets = flows * 100 };
        return new StoredSpan
        {
            Kind = SpanKind.Window,
            Start = start,
            End = start + Window,
            Services = [new ServiceTotal(Smtp, counts, 2, 3, default, 3)],
            Totals = [new ScopeTotal(index, Smtp, TrafficScope.Outbound, counts, 3)],
            Bands = [new BandTotal(Smtp, BandSubject.Pair, "1-10", 1, flows, flows, flows)],
            Groups = [new GroupTotal(Smtp, GroupSubject.NextHop, "203.0.113.1", counts), new GroupTotal(Smtp, GroupSubject.Institution, GroupTotal.Unknown, counts)],
            Sources = [new StoredSources(Smtp, [.. sources.Select(source => new SourceTraffic { Source = IpAddress.Parse(source), Counts = counts })])],
            Ledgers =
            [
                new ExporterLedger
                {
                    ExporterIndex = index,
                    Exporter = new ExporterIdentity(IpAddress.Parse(exporter), 9, 7),
                    Datagrams = 12,
                    Decoded = 10,
                    Dropped = new Dictionary<string, long> { ["malformed"] = 2 },
                    Sampling = 100,
                },
                new ExporterLedger { ExporterIndex = -1, Exporter = default, KernelDropped = 4 },
            ],
        };
    }

    private static OutputState State() => new("test", true, 0, 0, 0, 0, 0, 0, 0, "");

    private TimeSeriesPoints Make(string? folder)
    {
        TimeSeriesPoints points = new(_options, folder, _memory, State, TimeProvider.System);
        _loaded = [.. points.Load()];
        return points;
    }

    private string Dump() => string.Join('\n', _memory.Database.OrderBy(static point => point.Key, StringComparer.Ordinal)
        .Select(static point => point.Key + " " + string.Join(',', point.Value.Select(static field => $"{field.Key}={field.Value}"))));
}
