using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage.Incidents;

namespace FlowSensor.Dashboard.Api;

/// <summary>A decision of an operator.</summary>
/// <param name="Number">Its number, to take it back by.</param>
/// <param name="Action"><c>acknowledge</c>, <c>mute</c> or <c>exclude</c>.</param>
/// <param name="Rule">The rule it holds for; empty for every one.</param>
/// <param name="Network">The sources it holds for; empty for all.</param>
/// <param name="Incident">The one incident it holds for; empty for all.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when.</param>
/// <param name="Author">Who decided.</param>
/// <param name="Reason">Why.</param>
internal sealed record SilenceRow(
    long Number, string Action, string Rule, string Network, string Incident, DateTimeOffset From, DateTimeOffset Until, string Author, string Reason)
{
    /// <summary>The row of a decision.</summary>
    public static SilenceRow Of(StoredSilence stored)
    {
        Silence silence = stored.Silence;
        return new SilenceRow(
            stored.Number, SilenceBook.NameOf(silence.Action), silence.Rule, silence.Network?.ToString() ?? "", silence.Incident,
            DateTimeOffset.FromUnixTimeMilliseconds(silence.From), DateTimeOffset.FromUnixTimeMilliseconds(silence.Until), silence.Author, silence.Reason);
    }
}
