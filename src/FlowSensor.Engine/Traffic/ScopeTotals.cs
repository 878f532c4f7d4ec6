namespace FlowSensor.Engine.Traffic;

/// <summary>Spreads the sums by traffic class over the services and directions of each class.</summary>
internal static class ScopeTotals
{
    /// <summary>Totals by exporter, service, direction and scope, in that order.</summary>
    public static List<ScopeTotal> Of(TrafficTables tables)
    {
        TrafficClassifier classifier = tables.Pools.Classifier;
        Dictionary<(int Exporter, int Service, TrafficScope Scope), (TrafficCounts Counts, ulong Unknown)> sums = [];
        foreach (ref readonly TotalRow row in tables.Totals.Rows)
        {
            int exporter = row.Exporter == SourceRow.NoExporter ? -1 : row.Exporter;
            foreach (int service in classifier[row.Class].Members)
            {
                (TrafficCounts counts, ulong unknown) = sums.GetValueOrDefault((exporter, service, row.Scope));
                counts.Add(in row.Counts);
                sums[(exporter, service, row.Scope)] = (counts, unknown + row.UnknownSampling);
            }
        }

        return
        [
            .. sums.OrderBy(sum => sum.Key)
                .Select(sum => new ScopeTotal(
                    sum.Key.Exporter, classifier.ServiceDirections[sum.Key.Service], sum.Key.Scope, sum.Value.Counts, sum.Value.Unknown)),
        ];
    }
}
