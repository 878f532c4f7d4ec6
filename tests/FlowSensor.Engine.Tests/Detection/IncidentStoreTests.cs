using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Detection;

public sealed class IncidentStoreTests : IDisposable
{
    private const long T = DetectionRun.Monday;
    private const long Hour = DetectionRun.Hour;

    private static readonly IpAddress Host = IpAddress.Parse("192.0.2.66");
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SensorStore Open() => SensorStore.Open(new StoreOptions { Path = _folder });

    private static Incident Example(string id, long opened, IpAddress source, IncidentKind kind = IncidentKind.SmtpSender) => new()
    {
        Id = id,
        Kind = kind,
        Rule = IncidentKinds.NameOf(kind),
        Source = source,
        Suspected = opened - 60_000,
        Opened = opened,
        Detected = opened + 60_000,
        LastSeen = opened + Hour,
        Severity = 72,
        Peak = 80,
        Contributions = [new Contribution("iteration", 20, 30, "sent in 20 of the last 24 hours"), new Contribution("refused", 0.5, 42, "50 % refused")],
        Handshake = HandshakeEvidence.Established,
        Windows = 12,
        Flows = 300,
        Gap = 120_000,
        NextHop = IpAddress.Parse("198.51.100.1"),
    };

    private static StoredIncident Stored(IncidentChangeKind kind, Incident incident, long time) =>
        new() { Change = new IncidentChange(kind, incident, time), Institution = "Example University", Contact = "abuse@example.edu" };

    [Fact]
    public void Ask_WhatWasStored_IsTheSame()
    {
        Incident incident = Example("a", T, Host);
        using (SensorStore store = Open())
        {
            store.Add(Stored(IncidentChangeKind.Opened, incident, T + 60_000));
            store.Add(Stored(IncidentChangeKind.Closed, incident with { Closed = T + (2 * Hour) }, T + (2 * Hour)));
            store.Add(Stored(IncidentChangeKind.Opened, Example("b", T + (3 * Hour), IpAddress.Parse("2001:db8::1"), IncidentKind.PortScan), T + (3 * Hour)));
            store.Add(new StoredEvidence
            {
                Flows = [new EvidenceFlow(Host, Host, IpAddress.Parse("198.51.100.25"), 40_000, 25, 6, 0x1B, 10, 900, T, T + 500, default, default)],
                Windows = [new EvidenceWindow(Host, "smtp_sender", T, T + 60_000, 1.2, 72, 30, 300, 9_000, 12, "{\"recipients\":4}")],
            });
        }

        using StoreReader reader = StoreReader.Open(_folder);
        IncidentsQuery query = new(reader);
        IncidentReport one = Assert.Single(query.Ask(new IncidentFilter { Rule = "smtp_sender" }));

        Assert.Equal(("a", Host, "established", 72, 80, 12, "Example University", "abuse@example.edu"),
            (one.Id, one.Source, one.Handshake, one.Severity, one.Peak, one.Windows, one.Institution, one.Contact));
        Assert.Equal((T, T + (2 * Hour), TimeSpan.FromMinutes(2)), (one.Opened.ToUnixTimeMilliseconds(), one.Closed!.Value.ToUnixTimeMilliseconds(), one.Gap));
        Assert.Equal(incident.Contributions, one.Contributions);
        Assert.Equal((1L, 1L), (one.EvidenceFlows, one.EvidenceWindows));
        Assert.Equal(["opened", "closed"], query.Changes("a").Select(static change => change.Change));
        Assert.Equal(900, Assert.Single(query.Flows(one, 10)).Octets);
        Assert.Equal("{\"recipients\":4}", Assert.Single(query.Windows(one, 10)).Smtp);
        Assert.Equal("b", Assert.Single(query.Ask(new IncidentFilter { OnlyOpen = true })).Id);
        Incident open = Assert.Single(query.AskOpen());
        Assert.Equal(("b", IncidentKind.PortScan, HandshakeEvidence.Established, 300UL, 120_000L), (open.Id, open.Kind, open.Handshake, open.Flows, open.Gap));
        Assert.Equal(2, query.Ask(new IncidentFilter()).Count);
        Assert.Equal("a", Assert.Single(query.Ask(new IncidentFilter { Range = new TimeRange(T, T + Hour) })).Id);
    }

    [Fact]
    public void WriteJson_OfIncidents_IsTheDocumentOfTheDesign()
    {
        using (SensorStore store = Open())
        {
            store.Add(Stored(IncidentChangeKind.Opened, Example("a", T, Host), T));
        }

        using StoreReader reader = StoreReader.Open(_folder);
        using MemoryStream output = new();
        IncidentsDocument.WriteJson(output, new IncidentsQuery(reader).Ask(new IncidentFilter()));
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(output.ToArray());
        System.Text.Json.JsonElement incident = document.RootElement[0];

        Assert.Equal("smtp_sender", incident.GetProperty("kind").GetString());
        Assert.Equal("2026-01-05T00:00:00Z", incident.GetProperty("opened").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, incident.GetProperty("closed").ValueKind);
        Assert.Equal(30, incident.GetProperty("features").GetProperty("iteration").GetProperty("points").GetInt32());
        Assert.Equal(IncidentsDocument.CsvNames.Count, IncidentsDocument.CsvRow(new IncidentsQuery(reader).Ask(new IncidentFilter())[0]).Count);
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue - 1, "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z")]
    [InlineData(-16_746_744_073_709_551, 253_402_300_800_000, "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z")]
    public void WriteJson_OfEvidenceWithTimesNoCalendarHas_ShowsTheNearest(long first, long last, string shownFirst, string shownLast)
    {
        using (SensorStore store = Open())
        {
            store.Add(Stored(IncidentChangeKind.Opened, Example("a", T, Host), T));
            store.Add(new StoredEvidence
            {
                Flows = [new EvidenceFlow(Host, Host, IpAddress.Parse("198.51.100.25"), 40_000, 25, 6, 0x1B, 10, 900, first, last, default, default)],
                Windows = [],
            });
        }

        using StoreReader reader = StoreReader.Open(_folder);
        IncidentsQuery query = new(reader);
        IncidentReport incident = Assert.Single(query.Ask(new IncidentFilter()));
        using MemoryStream output = new();
        IncidentsDocument.WriteJson(output, incident, query.Changes("a"), query.Windows(incident, 10), query.Flows(incident, 10));
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(output.ToArray());
        System.Text.Json.JsonElement flow = document.RootElement.GetProperty("evidence_flows")[0];

        PeerReport peer = Assert.Single(new HostFlowsQuery(reader).Peers(Host, new TimeRange(null, null), 10));

        Assert.Equal((shownFirst, shownLast), (flow.GetProperty("first").GetString(), flow.GetProperty("last").GetString()));
        Assert.Equal((0L, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()), (peer.First.ToUnixTimeMilliseconds(), peer.Last.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void SilenceBook_Decisions_AreReadBackAndMarkTheIncident()
    {
        using SensorStore store = Open();
        store.Add(Stored(IncidentChangeKind.Opened, Example("a", T, Host), T));
        long number;
        using (SilenceBook book = SilenceBook.Open(_folder))
        {
            SpinUntil(() => Count() == 1);
            book.Add(new Silence { Action = SilenceAction.Acknowledge, Incident = "a", From = T, Until = T + Hour, Author = "ines", Reason = "written to them" });
            Assert.True(IpPrefix.TryParse("192.0.2.0/28", out IpPrefix network));
            number = book.Add(new Silence { Action = SilenceAction.Exclude, Rule = "port_scan", Network = network, Until = T + Hour, Author = "ines" });
            Assert.Throws<StoreException>(() => book.Add(new Silence { Incident = "nosuch", Author = "ines" }));
        }

        using StoreReader reader = StoreReader.Open(_folder);
        IReadOnlyList<StoredSilence> silences = new SilencesQuery(reader).Ask();
        Assert.Equal([(SilenceAction.Acknowledge, "a"), (SilenceAction.Exclude, "")], silences.Select(static stored => (stored.Silence.Action, stored.Silence.Incident)));
        Assert.Equal("192.0.2.0/28", silences[1].Silence.Network.ToString());
        IncidentReport marked = new IncidentsQuery(reader).Ask(new IncidentFilter())[0];
        Assert.Equal((true, "ines"), (marked.IsMuted, marked.AcknowledgedBy));
        using SilenceBook again = SilenceBook.Open(_folder);
        Assert.True(again.Remove(number));
        Assert.False(again.Remove(number));

        int Count()
        {
            using StoreReader now = StoreReader.Open(_folder);
            return new IncidentsQuery(now).Ask(new IncidentFilter()).Count;
        }
    }

    [Fact]
    public void IncidentMonths_HostsByKind_CountEachHostOnceAndFoundComplaints()
    {
        long february = T + (40 * 24 * Hour);
        IpAddress other = IpAddress.Parse("192.0.2.67");
        using (SensorStore store = Open())
        {
            store.Add(Stored(IncidentChangeKind.Opened, Example("a", T, Host), T));
            store.Add(Stored(IncidentChangeKind.Opened, Example("b", T + (5 * Hour), Host), T));
            store.Add(Stored(IncidentChangeKind.Opened, Example("c", T, other, IncidentKind.PortScan), T));
            store.Add(Stored(IncidentChangeKind.Opened, Example("d", february, other), february));
            store.Add(Stored(IncidentChangeKind.Opened, Example("e", T, IpAddress.Parse("192.0.2.68"), IncidentKind.SynFloodSource) with { IsForged = true }, T));
            store.Add(Stored(IncidentChangeKind.Opened, Example("f", T, IpAddress.Parse("192.0.2.69"), IncidentKind.SynFloodVictim) with { Role = IncidentRole.Victim }, T));
        }

        using StoreReader reader = StoreReader.Open(_folder);
        IReadOnlyList<IncidentMonth> months = new IncidentMonthsQuery(reader, TimeZoneInfo.Utc).Ask(
            default, [new Complaint(Host, T + (3 * Hour)), new Complaint(IpAddress.Parse("192.0.2.99"), T), new Complaint(other, february + (5 * 24 * Hour))]);

        Assert.Equal(["2026-01-01", "2026-02-01"], months.Select(static month => month.Month.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal((1, 1, 2), (months[0].Hosts["smtp_sender"], months[0].Hosts["port_scan"], months[0].All));
        Assert.False(months[0].Hosts.ContainsKey("syn_flood_source"));
        Assert.Equal(((2, 1), (1, 0)), ((months[0].Complained, months[0].Found), (months[1].Complained, months[1].Found)));
        Assert.Equal(0.5, months[0].FoundShare);
    }

    [Fact]
    public void Retention_OldEvidence_GoesBeforeIncidents()
    {
        using (SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder, EvidenceRecords = 3 }))
        {
            store.Add(Stored(IncidentChangeKind.Opened, Example("a", T, Host), T));
            store.Add(new StoredEvidence
            {
                Flows = [.. Enumerable.Range(0, 5).Select(i => new EvidenceFlow(Host, Host, Host, i, 25, 6, 0, 1, 1, T, T + i, default, default))],
                Windows = [new EvidenceWindow(Host, "smtp_sender", T, T + 60_000, 1, 72, 1, 1, 1, 1, "")],
            });
        }

        using (StoreReader reader = StoreReader.Open(_folder))
        {
            Assert.Equal((3L, 1L), (new IncidentsQuery(reader).Ask(new IncidentFilter())[0].EvidenceFlows, new IncidentsQuery(reader).Ask(new IncidentFilter())[0].EvidenceWindows));
        }

        using (SensorStore store = Open())
        {
            long later = T + (60 * 24 * Hour);
            store.Add(new StoredSpan { Kind = SpanKind.Hour, Start = later, End = later + Hour });
        }

        using StoreReader after = StoreReader.Open(_folder);
        IncidentReport kept = Assert.Single(new IncidentsQuery(after).Ask(new IncidentFilter { Id = "a" }));
        Assert.Equal((0L, 0L), (kept.EvidenceFlows, kept.EvidenceWindows));
    }

    private static void SpinUntil(Func<bool> isDone) => Assert.True(SpinWait.SpinUntil(isDone, TimeSpan.FromSeconds(30)));
}
