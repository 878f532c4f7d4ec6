namespace FlowSensor.Engine.MailStatistics;

/// <summary>Usual values of a kind of day.</summary>
/// <param name="Efficiency">Usual MEE.</param>
/// <param name="Low">MEE under this has fallen.</param>
/// <param name="High">MEE over this has risen.</param>
/// <param name="Queries">Usual DNS queries a day; null when not known.</param>
internal readonly record struct MailLevels(double Efficiency, double Low, double High, double? Queries)
{
    /// <summary>
    /// Published for one university server, March to May 2003. The text gives the figures for holiday and weekday the other way
    /// round, against its own finding that the maximum is every Monday and the minimum every Sunday.
    /// </summary>
    public static MailLevels Published(DayKind kind) =>
        kind == DayKind.Weekday ? new MailLevels(0.70, 0.55, 0.86, null) : new MailLevels(0.35, 0.30, 0.40, null);
}
