using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowSensor.Engine.Detection;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Scoring;

/// <summary>Scores as a table for people or as a JSON document.</summary>
internal static class ScoreWriter
{
    /// <summary>One JSON object, on one line.</summary>
    public static string Json(RunScore score, ulong seed)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("visible", NameOf(score.Visibility));
            json.WriteNumber("seed", seed);
            json.WriteNumber("days", score.Days);
            json.WriteStartObject("kinds");
            foreach ((ThreatKind kind, KindScore found) in score.Kinds)
            {
                json.WriteStartObject(Verdict.NameOf(kind));
                json.WriteNumber("tp", found.Found);
                json.WriteNumber("fp", found.False);
                json.WriteNumber("fn", found.Missed);
                json.WriteNumber("precision", Math.Round(found.Precision, 4));
                json.WriteNumber("recall", Math.Round(found.Recall, 4));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteNumber("legitimate_alarms", score.Unexplained.Count);
            json.WriteStartObject("delay_s");
            foreach ((ThreatKind kind, KindScore found) in score.Kinds)
            {
                json.WriteStartObject(Verdict.NameOf(kind));
                json.WriteNumber("median", Math.Round(KindScore.Median(found.Delays), 1));
                json.WriteNumber("max", Math.Round(KindScore.Longest(found.Delays), 1));
                json.WriteNumber("record_median", Math.Round(KindScore.Median(found.RecordDelays), 1));
                json.WriteNumber("record_max", Math.Round(KindScore.Longest(found.RecordDelays), 1));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A table.</summary>
    public static string Table(RunScore score, string title)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{title}, {(score.Visibility == Visibility.Wire ? "with the wire visible" : "from flow records alone")}, {score.Days} days\n");
        text.Append("kind                    tp   fp   fn  precision  recall   delay s: median, max   from its first record\n");
        foreach ((ThreatKind kind, KindScore found) in score.Kinds)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Verdict.NameOf(kind),-22}{found.Found,4}{found.False,5}{found.Missed,5}{found.Precision,11:F3}{found.Recall,8:F3}{KindScore.Median(found.Delays),17:F0}{KindScore.Longest(found.Delays),7:F0}{KindScore.Median(found.RecordDelays),14:F0}{KindScore.Longest(found.RecordDelays),9:F0}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"alarms about the innocent: {score.Unexplained.Count}\n").ToString();
    }

    /// <summary>What was missed and what was wrong, for whoever tunes.</summary>
    public static string Details(RunScore score)
    {
        StringBuilder text = new();
        foreach (Label label in score.Missed)
        {
            text.Append(CultureInfo.InvariantCulture, $"missed {Verdict.NameOf(label.Kind)} {label.Scenario} {label.Host} hour {Hour(label.From):F2} for {(label.To - label.From) / 60_000.0:F1} min\n");
        }

        foreach (Alarm alarm in score.Alarms.Where(static alarm => !Verdict.IsJunk(alarm.First)))
        {
            string word = score.Unexplained.Contains(alarm) ? "wrong " : "alarm ";
            text.Append(CultureInfo.InvariantCulture, $"{word} {IncidentKinds.NameOf(alarm.First.Kind)} {alarm.First.Source} hour {Hour(alarm.First.Opened):F2} severity {alarm.First.Severity} windows {alarm.Latest.Windows}\n");
            foreach (Contribution part in alarm.First.Contributions)
            {
                text.Append(CultureInfo.InvariantCulture, $"         {part.Points,4} {part.Words}\n");
            }
        }

        return text.ToString();
    }

    private static string NameOf(Visibility visibility) => visibility == Visibility.Wire ? "wire" : "flows";

    private static double Hour(long time) => (time - ScenarioCalendar.Start) / 3_600_000.0;
}
