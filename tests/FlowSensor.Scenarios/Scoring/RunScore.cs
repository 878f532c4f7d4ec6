using FlowSensor.Engine.Detection;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Scoring;

/// <summary>How well a sensor found what happened.</summary>
internal sealed class RunScore
{
    private readonly SortedDictionary<ThreatKind, KindScore> _kinds = [];

    private RunScore(Visibility visibility) => Visibility = visibility;

    /// <summary>What the sensor got to see.</summary>
    public Visibility Visibility { get; }

    /// <summary>Scores by kind, in their order.</summary>
    public IReadOnlyDictionary<ThreatKind, KindScore> Kinds => _kinds;

    /// <summary>Incidents that no label explains: alarms about the innocent.</summary>
    public List<Alarm> Unexplained { get; } = [];

    /// <summary>Labels that were not found.</summary>
    public List<Label> Missed { get; } = [];

    /// <summary>Every incident.</summary>
    public List<Alarm> Alarms { get; } = [];

    /// <summary>Days of the runs.</summary>
    public int Days { get; private set; }

    /// <summary>The score of one kind.</summary>
    public KindScore this[ThreatKind kind] => _kinds.TryGetValue(kind, out KindScore? score) ? score : _kinds[kind] = new KindScore();

    /// <summary>Scores nothing yet, to add runs to.</summary>
    public static RunScore Empty(Visibility visibility) => new(visibility);

    /// <summary>Scores a run.</summary>
    public static RunScore Of(Visibility visibility, int days, IReadOnlyList<Label> labels, IReadOnlyList<Alarm> alarms)
    {
        RunScore score = new(visibility) { Days = days };
        foreach (Label label in labels)
        {
            KindScore kind = score[label.Kind];
            if (alarms.FirstOrDefault(alarm => Verdict.Finds(alarm.Latest, label)) is Alarm found)
            {
                kind.Found++;
                kind.Delays.Add(Math.Max(0, found.Raised - label.From) / 1000.0);
                kind.RecordDelays.Add(Math.Max(0, found.Raised - label.Seen) / 1000.0);
            }
            else
            {
                kind.Missed++;
                score.Missed.Add(label);
            }
        }

        score.Alarms.AddRange(alarms);
        foreach (Alarm alarm in alarms)
        {
            score.Blame(alarm, labels);
        }

        return score;
    }

    /// <summary>Adds another run.</summary>
    public void Add(RunScore other)
    {
        foreach ((ThreatKind kind, KindScore theirs) in other._kinds)
        {
            this[kind].Add(theirs);
        }

        Unexplained.AddRange(other.Unexplained);
        Missed.AddRange(other.Missed);
        Alarms.AddRange(other.Alarms);
        Days += other.Days;
    }

    // A summary stands for sources beside those that are listed: where those are all strangers who send junk to our servers, so is it.
    private bool IsOfJunk(Incident summary)
    {
        Incident[] beside =
        [
            .. Alarms.Select(static alarm => alarm.Latest).Where(incident => !incident.Source.IsNone && incident.Rule == summary.Rule
                && incident.Opened <= summary.LastSeen && (incident.Closed ?? long.MaxValue) >= summary.Opened),
        ];
        return beside.Count(Verdict.IsJunk) >= 0.9 * beside.Length;
    }

    private void Blame(Alarm alarm, IReadOnlyList<Label> labels)
    {
        Incident incident = alarm.Latest;
        if (Verdict.IsJunk(incident) || (incident.Source.IsNone && IsOfJunk(incident)))
        {
            return;
        }

        bool isTrue = labels.Any(label => Verdict.Finds(incident, label));
        bool isExplained = isTrue || labels.Any(label => Verdict.Explains(incident, label));
        if (!isExplained)
        {
            Unexplained.Add(alarm);
        }

        // A sender of spam who is none is wrong, whatever else the host has done; elsewhere two words for one deed are no error.
        if (Verdict.KindOf(incident) is ThreatKind kind && (kind == ThreatKind.SmtpSender ? !isTrue : !isExplained))
        {
            this[kind].False++;
        }
    }
}
