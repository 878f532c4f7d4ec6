using FlowSensor.Dashboard.Answers;
using FlowSensor.Dashboard.Components.Charts;
using FlowSensor.Dashboard.Viewing;
using FlowSensor.Engine.Reports;

namespace FlowSensor.Dashboard.Pages;

/// <summary>The stages of the ledger for a picture: each in its own unit, and each loss as a part of what came into its stage.</summary>
internal static class LedgerStages
{
    private const string Dropped = "dropped_";

    /// <summary>From what exporters sent to what is stored.</summary>
    public static IReadOnlyList<FlowStage> Exports(LedgerFlow flow, Texts texts)
    {
        LedgerReport ledger = flow.Exports;
        long arrived = ledger.Datagrams + (ledger.KernelDropped ?? 0);
        return
        [
            Stage("Sent", ledger.SequenceLost > 0 ? texts["by exporters"] : Number(arrived, "datagrams"), arrived, "network"),
            Stage("Arrived", Number(arrived, "datagrams"), arrived, "receive"),
            Stage("Received", Number(ledger.Datagrams, "datagrams"), ledger.Datagrams, "decode"),
            Stage("Decoded", Number(ledger.Decoded, "datagrams"), ledger.Decoded, "account"),
            Stage("Accounted for", Number(ledger.Records, "records"), flow.StoredSpans, "store"),
            new FlowStage(texts["Stored"], Number(flow.StoredSpans, "spans"), []),
        ];

        string Number(long count, string unit) => $"{Amounts.Count(count)} {texts[unit]}";

        FlowStage Stage(string name, string amount, long into, string stage) => new(
            texts[name], amount,
            [
                .. flow.Losses.Where(loss => loss.Stage == stage && loss.Unit != "packets").Select(loss => new FlowLoss(
                    texts[loss.Cause], Number(loss.Count, loss.Unit), (double)loss.Count / Math.Max(1, into + (stage is "network" or "store" ? loss.Count : 0)))),
            ]);
    }

    /// <summary>From captured packets to flow records; empty where no packet was captured.</summary>
    public static IReadOnlyList<FlowStage> Packets(LedgerFlow flow, Texts texts)
    {
        long captured = flow.Packets.GetValueOrDefault("packets");
        if (captured == 0)
        {
            return [];
        }

        FlowLoss[] losses =
        [
            .. flow.Packets.Where(static count => count.Key.StartsWith(Dropped, StringComparison.Ordinal) && count.Value > 0)
                .Select(count => new FlowLoss(texts[count.Key[Dropped.Length..]], $"{Amounts.Count(count.Value)} {texts["packets"]}", (double)count.Value / captured)),
        ];
        return
        [
            new FlowStage(texts["Captured"], $"{Amounts.Count(captured)} {texts["packets"]}", losses),
            new FlowStage(texts["Metered"], $"{Amounts.Count(flow.Packets.GetValueOrDefault("metered"))} {texts["packets"]}", []),
            new FlowStage(texts["Flow records"], $"{Amounts.Count(flow.Packets.GetValueOrDefault("records"))} {texts["records"]}", []),
        ];
    }
}
