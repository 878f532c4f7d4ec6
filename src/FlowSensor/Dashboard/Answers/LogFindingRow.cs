using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Logs.Findings;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Something in a log that a person should see. Text and template are a stranger's words.</summary>
/// <param name="Kind"><c>new_type</c>, <c>gap</c>, <c>overload</c> or <c>load_shedding</c>.</param>
/// <param name="Time">When; of a gap, its start.</param>
/// <param name="Until">End of a gap; null while it lasts, and for what has no length.</param>
/// <param name="Host">The host; empty where the log names none.</param>
/// <param name="Program">The program.</param>
/// <param name="Template">Its message type; empty for a gap.</param>
/// <param name="Text">The line, of a gap the last one before it.</param>
/// <param name="Words">Words of trouble in it.</param>
/// <param name="Count">Lines since the last finding of the type.</param>
internal sealed record LogFindingRow(
    string Kind, DateTimeOffset Time, DateTimeOffset? Until, string Host, string Program, string Template, string Text, IReadOnlyList<string> Words, long Count)
{
    /// <summary>The row of a finding.</summary>
    public static LogFindingRow Of(LogFinding finding) => new(
        SnakeCase.Of(finding.Kind.ToString()), DateTimeOffset.FromUnixTimeMilliseconds(finding.TimeMs),
        finding.UntilMs is long until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        finding.Host, finding.Program, finding.Template, finding.Text, finding.Words, finding.Count);
}
