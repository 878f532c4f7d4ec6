using FlowSensor.Engine.Reports;

namespace FlowSensor.Dashboard.Answers;

/// <summary>The way from received to stored, with every loss named.</summary>
/// <param name="From">Start of the time; outputs and store count from the start of the sensor.</param>
/// <param name="To">Its end.</param>
/// <param name="Exports">The ledger of export datagrams.</param>
/// <param name="Packets">The ledger of captured packets by its words; empty where none were captured.</param>
/// <param name="StoredSpans">Spans written to the store since the sensor started.</param>
/// <param name="Losses">Every loss that is not 0.</param>
internal sealed record LedgerFlow(
    DateTimeOffset From, DateTimeOffset To, LedgerReport Exports, IReadOnlyDictionary<string, long> Packets, long StoredSpans, IReadOnlyList<LossRow> Losses);
