namespace FlowSensor.Engine.Configuration;

/// <summary>Who may have <c>/metrics</c> without logging in.</summary>
public enum MetricsAccess
{
    /// <summary>Programs on this machine; with a reverse proxy, which is on this machine too, nobody.</summary>
    Local,

    /// <summary>Everyone who reaches the port.</summary>
    Open,
}
