namespace FlowSensor.Engine.MailStatistics;

/// <summary>The two levels of mail traffic: people at work, or not.</summary>
internal enum DayKind : byte
{
    Weekday,

    /// <summary>A weekend day or a day of the configured list.</summary>
    Holiday,
}
