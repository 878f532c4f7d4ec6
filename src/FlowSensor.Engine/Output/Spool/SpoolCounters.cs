namespace FlowSensor.Engine.Output.Spool;

/// <summary>The account of a spool in items: recovered + appended = acknowledged + dropped + damaged + waiting.</summary>
/// <param name="Recovered">Found waiting when the spool was opened.</param>
/// <param name="Appended">Written since.</param>
/// <param name="Acknowledged">Delivered, or refused for good by the receiver.</param>
/// <param name="Dropped">Given up for want of room, the oldest first.</param>
/// <param name="Damaged">Lost because what was read back was not what had been written.</param>
/// <param name="Waiting">Still to be delivered.</param>
/// <param name="Refused">Never written, because the disk refused it or it is larger than the spool; not part of the sum.</param>
/// <param name="Octets">Size of the files on disk.</param>
/// <param name="OldestMs">When the oldest waiting batch was appended, Unix milliseconds; null when nothing waits or it has not been read yet.</param>
internal sealed record SpoolCounters(
    long Recovered, long Appended, long Acknowledged, long Dropped, long Damaged, long Waiting, long Refused, long Octets, long? OldestMs);
