namespace FlowSensor.Protocols.Flows;

/// <summary>How an exporter wrote the start or end of a flow.</summary>
internal enum TimeEncoding
{
    /// <summary>Not in the record.</summary>
    None,

    /// <summary>Milliseconds of system uptime (IE 21, 22; v1-v9).</summary>
    Uptime,

    /// <summary>Unix seconds (IE 150, 151, 322).</summary>
    Seconds,

    /// <summary>Unix milliseconds (IE 152, 153, 323).</summary>
    Milliseconds,

    /// <summary>NTP timestamp, seconds since 1900 and a binary fraction (IE 154-157, 324, 325; RFC 7011 6.1.9, 6.1.10).</summary>
    Ntp,

    /// <summary>Microseconds before the export time (IE 158, 159).</summary>
    DeltaMicroseconds,
}
