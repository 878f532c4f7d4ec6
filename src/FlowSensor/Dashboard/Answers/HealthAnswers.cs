using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Status;

namespace FlowSensor.Dashboard.Answers;

/// <summary>From received to stored, outputs, pollers, the store.</summary>
internal sealed class HealthAnswers(StorePool pool, SensorStatus status, TimeProvider clock)
{
    private const string DroppedPackets = "dropped_";

    /// <summary>Version of the program.</summary>
    public static string Version { get; } = typeof(HealthAnswers).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>How the sensor does: store, outputs, routers, exporters.</summary>
    public async Task<SensorHealth> SensorAsync(CancellationToken cancellation = default)
    {
        (StoreFacts facts, StoreAnswer<ExporterReport> exporters) = await pool.ShareAsync(
            "health", static (store, _) => (new StoreFactsQuery(store).Ask(), new ExportersQuery(store).Ask(default)), cancellation).ConfigureAwait(false);
        SensorOptions options = pool.Options;
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return new SensorHealth
        {
            Sensor = options.Sensor.Name,
            Version = Version,
            TimeZone = options.Sensor.TimeZone.Id,
            Alive = status.IsAlive,
            Receiving = status.IsReceiving,
            Now = clock.GetUtcNow(),
            Store = facts,
            StoreWritten = status.StoreWritten,
            StoreLost = status.StoreLost,
            StoreTrouble = status.StoreFailure?.Message,
            Outputs = [.. status.Outputs.Select(OutputRow.Of)],
            Routers = [.. status.Directory?.Tables.States.Select(state => RouterRow.Of(state.View, now)) ?? []],
            Exporters = [.. exporters.Rows.Select(report => ExporterHealth.Of(report, exporters.To))],
        };
    }

    /// <summary>How each exporter did over a time.</summary>
    public async Task<IReadOnlyList<ExporterHealth>> ExportersAsync(TimeRange range, CancellationToken cancellation = default)
    {
        StoreAnswer<ExporterReport> exporters = await pool.ShareAsync(("exporters", range), (store, _) => new ExportersQuery(store).Ask(range), cancellation).ConfigureAwait(false);
        return [.. exporters.Rows.Select(report => ExporterHealth.Of(report, exporters.To))];
    }

    /// <summary>The ledger from received to stored, with every loss named.</summary>
    public async Task<LedgerFlow> LedgerAsync(TimeRange range, CancellationToken cancellation = default)
    {
        (StoreAnswer<LedgerReport> exports, IReadOnlyDictionary<string, long> packets) = await pool.ShareAsync(
            ("ledger", range), (store, _) => (new LossQuery(store).Ask(range), new InspectionQuery(store).Sums(range, "packets")), cancellation).ConfigureAwait(false);
        LedgerReport ledger = exports.Rows[0];
        List<LossRow> losses =
        [
            new LossRow("network", "sequence_lost", ledger.SequenceLost, "records"),
            new LossRow("receive", "kernel_dropped", ledger.KernelDropped ?? 0, "datagrams"),
            .. ledger.Dropped.Select(static drop => new LossRow(drop.Key == "queue_full" ? "receive" : drop.Key is "late" or "table_full" ? "account" : "decode", drop.Key, drop.Value, "datagrams")),
            .. packets.Where(static count => count.Key.StartsWith(DroppedPackets, StringComparison.Ordinal))
                .Select(static count => new LossRow("decode", count.Key[DroppedPackets.Length..], count.Value, "packets")),
            new LossRow("store", "lost", status.StoreLost, "items"),
            .. status.Outputs.SelectMany(OutputLosses),
        ];
        return new LedgerFlow(exports.From, exports.To, ledger, packets, status.StoreWritten, [.. losses.Where(static loss => loss.Count != 0)]);
    }

    /// <summary>Curves of what was lost by cause.</summary>
    public Task<CurvesReport> LossAsync(TimeRange range, int points = 300, CancellationToken cancellation = default) =>
        pool.ShareAsync(("losses", range, points), (store, _) => new LossQuery(store).Curves(range, points), cancellation);

    private static IEnumerable<LossRow> OutputLosses(OutputState output) =>
        [new LossRow("output", $"{output.Output} rejected", output.Rejected, "items"), new LossRow("output", $"{output.Output} dropped", output.Dropped, "items")];
}
