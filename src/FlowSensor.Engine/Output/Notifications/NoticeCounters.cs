namespace FlowSensor.Engine.Output.Notifications;

/// <summary>What became of the notices for a target.</summary>
/// <param name="Sent">Messages taken.</param>
/// <param name="Retried">Attempts that failed and were repeated.</param>
/// <param name="Lost">Messages given up.</param>
/// <param name="Summarised">Notices that went into a summary.</param>
/// <param name="Repeated">Notices not told because the same was told lately.</param>
public readonly record struct NoticeCounters(long Sent, long Retried, long Lost, long Summarised, long Repeated);
