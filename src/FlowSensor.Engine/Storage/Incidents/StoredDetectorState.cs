namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>What a detector knows, to be taken up at the next start.</summary>
/// <param name="Time">End of the last window judged, Unix milliseconds.</param>
/// <param name="Body">As the detector wrote it.</param>
internal sealed record StoredDetectorState(long Time, byte[] Body) : StoredItem;
