namespace FlowSensor.Engine.Traffic;

/// <summary>Which side of a service a flow shows.</summary>
public enum TrafficDirection
{
    /// <summary>The service has no server side: <c>all</c>, <c>icmp</c>, services by protocol number.</summary>
    Any,

    /// <summary>Source to the server's port.</summary>
    Request,

    /// <summary>Server's port to the destination.</summary>
    Response,
}
