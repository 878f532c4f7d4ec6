using FlowSensor.Dashboard.Components.Charts;
using FlowSensor.Engine.Reports;

namespace FlowSensor.Dashboard.Pages;

/// <summary>Bars of the distribution over bands.</summary>
internal static class BandRows
{
    /// <summary>A bar for each service and direction, of sources or of pairs.</summary>
    /// <param name="bands">The distribution.</param>
    /// <param name="by"><c>source</c> or <c>pair</c>.</param>
    public static IReadOnlyList<BarRow> Of(IReadOnlyList<BucketReport> bands, string by)
    {
        BucketReport[] rows = [.. bands.Where(row => row.By == by)];
        string[] names = [.. rows.Select(static row => row.Band).Distinct()];
        return
        [
            .. rows.GroupBy(static row => (row.Service, row.Direction)).Where(static group => group.Any(static row => row.Keys > 0)).Select(group => new BarRow(
                ServiceName(group.Key.Service, group.Key.Direction),
                [.. names.Select(name => new BarPart(name, group.FirstOrDefault(row => row.Band == name)?.Keys ?? 0))])),
        ];
    }

    /// <summary>A service with its direction, where it has one.</summary>
    public static string ServiceName(string service, string direction) => direction is "any" or "" ? service : $"{service} {direction}";
}
