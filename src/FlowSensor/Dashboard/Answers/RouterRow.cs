using FlowSensor.Engine.Routes;

namespace FlowSensor.Dashboard.Answers;

/// <summary>A router whose table is read, and how that goes.</summary>
/// <param name="Router">Its name in lists.</param>
/// <param name="SystemName">sysName; empty when unknown.</param>
/// <param name="Table">Which table or file the routes are from; empty when none was read.</param>
/// <param name="Routes">Routes known.</param>
/// <param name="AgeS">Age of the table in seconds; null when there is none.</param>
/// <param name="Healthy">False when the newest reading failed or is held back.</param>
/// <param name="Detail">Why; empty when it is healthy.</param>
internal sealed record RouterRow(string Router, string SystemName, string Table, int Routes, long? AgeS, bool Healthy, string Detail)
{
    /// <summary>The row of a router.</summary>
    public static RouterRow Of(RouterView view, long now) =>
        new(view.Router, view.SystemName, view.TableName, view.Table.Count, view.ReadAt == 0 ? null : view.AgeSeconds(now), view.Detail.Length == 0 && view.ReadAt > 0, view.Detail);
}
