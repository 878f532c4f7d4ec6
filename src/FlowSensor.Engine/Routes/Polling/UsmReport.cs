namespace FlowSensor.Engine.Routes.Polling;

/// <summary>The counters that USM reports name (RFC 3414 5, usmStats).</summary>
internal enum UsmReport
{
    /// <summary>Something else.</summary>
    Other = 0,

    /// <summary>usmStatsUnsupportedSecLevels.</summary>
    UnsupportedSecurityLevel = 1,

    /// <summary>usmStatsNotInTimeWindows.</summary>
    NotInTimeWindow = 2,

    /// <summary>usmStatsUnknownUserNames.</summary>
    UnknownUserName = 3,

    /// <summary>usmStatsUnknownEngineIDs.</summary>
    UnknownEngineId = 4,

    /// <summary>usmStatsWrongDigests.</summary>
    WrongDigest = 5,

    /// <summary>usmStatsDecryptionErrors.</summary>
    DecryptionError = 6,
}
