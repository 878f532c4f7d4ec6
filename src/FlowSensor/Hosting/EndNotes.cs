using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Intake;
using FlowSensor.Engine.Reports;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>What is logged when a session or the sensor ends.</summary>
internal static class EndNotes
{
    /// <summary>What became of captured packets.</summary>
    public static void TellOfPackets(ILogger logger, PacketIntake packets)
    {
        PacketLedgerReport ledger = PacketLedgerReport.Of(packets);
        string dropped = string.Join(", ", ledger.Dropped.Where(static drop => drop.Value > 0).Select(static drop => $"{drop.Key} {drop.Value}").DefaultIfEmpty("none"));
        SensorLog.Metered(logger, ledger.Packets, ledger.Metered, dropped, ledger.Records);
    }

    /// <summary>What each interface lost.</summary>
    public static void TellOfInterfaces(ILogger logger, string? trouble, IEnumerable<InterfaceCounters> interfaces)
    {
        if (trouble is not null)
        {
            SensorLog.Trouble(logger, trouble);
        }

        foreach (InterfaceCounters counters in interfaces)
        {
            SensorLog.Captured(
                logger, counters.Interface, counters.Seen, counters.Delivered, counters.KernelDropped, counters.QueueFull, counters.InterfaceDropped);
        }
    }
}
