namespace FlowSensor.Engine.Routes;

/// <summary>What a route does with packets; ipRouteType, ipCidrRouteType and inetCidrRouteType on one scale.</summary>
public enum RouteKind
{
    /// <summary>Something else, or unknown.</summary>
    Other,

    /// <summary>To a directly connected network.</summary>
    Local,

    /// <summary>To another router.</summary>
    Remote,

    /// <summary>Discards with notice.</summary>
    Reject,

    /// <summary>Discards silently.</summary>
    Blackhole,
}
