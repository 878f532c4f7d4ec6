namespace FlowSensor.Engine.MailStatistics;

/// <summary>What mail exchange efficiency (MEE) and DNS queries of a day say together.</summary>
internal enum MailVerdict
{
    /// <summary>Too few connections, or no usual number of queries to compare with.</summary>
    Undecided,

    /// <summary>MEE is at its level.</summary>
    Normal,

    /// <summary>MEE and DNS queries both fell: people are away.</summary>
    NormalHoliday,

    /// <summary>MEE fell while DNS queries rose: spam or junk senders attack the server.</summary>
    Attacked,

    /// <summary>MEE fell, DNS queries are as usual.</summary>
    LowEfficiency,

    /// <summary>MEE is at its level, DNS queries rose.</summary>
    HighLoad,
}
