using FlowSensor.Engine.Storage;
using FlowSensor.Status;

namespace FlowSensor.Hosting;

/// <summary>What is logged of the store while it runs.</summary>
internal static class StoreNotes
{
    /// <summary>Logs each change of a store that was just opened.</summary>
    public static void Follow(SensorStore store, ILogger logger)
    {
        store.SpanLost += failure => SensorLog.Failed(logger, failure.Message);
        store.Waiting += failure => SensorLog.StoreWaits(logger, failure.Message);
        store.OlderLeft += failure => SensorLog.OlderLeft(logger, failure.Message);
        store.Resumed += () => SensorLog.StoreWritesAgain(logger);
    }
}
