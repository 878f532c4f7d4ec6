using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Logs.Findings;

namespace FlowSensor.Engine.Tests.Logs.Findings;

public class LogIncidentsTests
{
    private const long T = 1_767_571_200_000;
    private const long Minute = 60_000;

    private readonly List<IncidentChange> _told = [];
    private readonly LogIncidentOptions _options = new();

    [Fact]
    public void Take_OverloadAgainAndAgain_IsOneIncidentUntilQuiet()
    {
        LogIncidents incidents = new(_options, null, _told.Add);
        for (int minute = 0; minute <= 30; minute += 5)
        {
            incidents.Take(Finding(LogFindingKind.Overload, T + (minute * Minute), count: 10));
            incidents.Advance(T + (minute * Minute));
        }

        incidents.Advance(T + (89 * Minute));
        Assert.Equal(1, incidents.Open);
        incidents.Advance(T + (90 * Minute));

        Assert.Equal(["opened", "updated", "updated", "updated", "closed"], _told.Select(static change => IncidentKinds.NameOf(change.Kind)));
        Incident incident = Assert.Single(_told.Select(static change => change.Incident).DistinctBy(static incident => incident.Id).Select(_ => _told[^1].Incident));
        Assert.Equal(("mx1 sendmail overload", T, T + (90 * Minute), 7, 70UL, 60), (incident.Group, incident.Opened, incident.Closed!.Value, incident.Windows, incident.Flows, incident.Peak));
        Assert.Contains("load average: 14", incident.Contributions[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_Gap_LastsUntilItsEndIsFound()
    {
        LogIncidents incidents = new(_options, null, _told.Add);
        incidents.Take(Finding(LogFindingKind.Gap, T));
        incidents.Advance(T + (600 * Minute));
        Assert.Equal(1, incidents.Open);

        incidents.Take(Finding(LogFindingKind.Gap, T) with { UntilMs = T + (700 * Minute) });

        Assert.Equal(0, incidents.Open);
        Assert.Equal(T + (700 * Minute), _told[^1].Incident.Closed);
        Assert.Single(_told.Select(static change => change.Incident.Id).Distinct());
    }

    [Fact]
    public void Advance_GapWithoutAnEnd_ClosesWhenItIsVeryOld()
    {
        LogIncidents incidents = new(_options, null, _told.Add);
        incidents.Take(Finding(LogFindingKind.Gap, T));
        incidents.Advance(T + (long)_options.GapCloseAfter.TotalMilliseconds - 1);
        Assert.Equal(1, incidents.Open);

        incidents.Advance(T + (long)_options.GapCloseAfter.TotalMilliseconds);

        Assert.Equal((0, T + (long)_options.GapCloseAfter.TotalMilliseconds), (incidents.Open, _told[^1].Incident.Closed));
    }

    [Fact]
    public void Adopt_MoreThanTheMaximum_AreAllClosedWhenTheyAreOver()
    {
        LogIncidents before = new(_options, null, _told.Add);
        before.Take(Finding(LogFindingKind.Overload, T));
        before.Take(Finding(LogFindingKind.LoadShedding, T));
        IncidentChange[] open = [.. _told];
        _told.Clear();

        _options.MaxOpen = 1;
        LogIncidents later = new(_options, null, _told.Add);
        Array.ForEach(open, change => later.Adopt(change.Incident));
        later.Take(Finding(LogFindingKind.Overload, T) with { Host = "mx2" });
        Assert.Equal((2, 1L), (later.Open, later.Unlisted));
        later.Advance(T + (60 * Minute));

        Assert.Equal(0, later.Open);
        Assert.All(_told, static change => Assert.Equal(IncidentChangeKind.Closed, change.Kind));
        Assert.Equal(open.Select(static change => change.Incident.Id).Order(), _told.Select(static change => change.Incident.Id).Order());
    }

    [Fact]
    public void Take_Finding_AsksForDecisionsOnce()
    {
        int asked = 0;
        LogIncidents incidents = new(_options, () => { asked++; return []; }, _told.Add);

        incidents.Take(Finding(LogFindingKind.NewType, T));

        Assert.Equal((1, 1), (asked, _told.Count));
    }

    [Fact]
    public void Take_OtherHostsProgramsAndKinds_AreIncidentsOfTheirOwnUpToTheMaximum()
    {
        _options.MaxOpen = 3;
        LogIncidents incidents = new(_options, null, _told.Add);
        incidents.Take(Finding(LogFindingKind.Overload, T));
        incidents.Take(Finding(LogFindingKind.LoadShedding, T));
        incidents.Take(Finding(LogFindingKind.Overload, T) with { Host = "mx2" });
        incidents.Take(Finding(LogFindingKind.Overload, T) with { Program = "named" });

        Assert.Equal((3, 1L, 3), (incidents.Open, incidents.Unlisted, _told.Count));
    }

    [Fact]
    public void Adopt_OpenInTheStore_GoesOnWithItsIdentifier()
    {
        new LogIncidents(_options, null, _told.Add).Take(Finding(LogFindingKind.Overload, T));
        LogIncidents later = new(_options, null, _told.Add);
        later.Adopt(_told[0].Incident);

        later.Take(Finding(LogFindingKind.Overload, T + (20 * Minute)));

        Assert.Equal((IncidentChangeKind.Updated, _told[0].Incident.Id), (_told[1].Kind, _told[1].Incident.Id));
    }

    [Theory]
    [InlineData(SilenceAction.Exclude, 0, false)]
    [InlineData(SilenceAction.Mute, 1, true)]
    public void Take_SilencedByTheOperator_IsNotOpenedOrMuted(SilenceAction action, int told, bool muted)
    {
        LogIncidents incidents = new(_options, () => [new Silence { Action = action, Rule = LogIncidents.Rule }], _told.Add);

        incidents.Take(Finding(LogFindingKind.NewType, T));

        Assert.Equal(told, _told.Count);
        Assert.All(_told, change => Assert.Equal(muted, change.Incident.IsMuted));
    }

    [Fact]
    public void Take_KindThatIsNotAskedFor_IsNothing()
    {
        _options.Kinds.Remove(LogFindingKind.NewType);
        LogIncidents incidents = new(_options, null, _told.Add);

        incidents.Take(Finding(LogFindingKind.NewType, T));

        Assert.Empty(_told);
    }

    private static LogFinding Finding(LogFindingKind kind, long time, long count = 1) =>
        new(kind, time, "mx1", "sendmail", "rejecting connections on daemon <*>: load average: <*>", "rejecting connections on daemon MTA: load average: 14", ["rejecting"], count);
}
