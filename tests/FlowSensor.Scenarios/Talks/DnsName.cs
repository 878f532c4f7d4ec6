namespace FlowSensor.Scenarios.Talks;

/// <summary>What kind of name is asked for.</summary>
internal enum DnsName
{
    /// <summary>A web site's.</summary>
    Site,

    /// <summary>A mail domain's.</summary>
    Mail,

    /// <summary>An address turned around.</summary>
    Reverse,

    /// <summary>A letter jumble of a domain generation algorithm.</summary>
    Generated,

    /// <summary>Data in labels.</summary>
    Tunnel,
}
