using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Detection;

/// <summary><c>detection.port_scan</c> and <c>detection.host_scan</c>: ports or hosts tried without an answer.</summary>
public sealed class ScanOptions : RuleOptions
{
    /// <summary>Different ports (of a host scan: hosts) tried in a window; fewer than eight attempts are never judged.</summary>
    [Range(8, 1_000_000)]
    public int Tried { get; set; } = 30;

    /// <summary>Times as many ports as hosts (of a host scan: hosts as ports). Peer-to-peer programs try as many ports as hosts.</summary>
    [Range(1.0, 1000.0)]
    public double Breadth { get; set; } = 4;

    /// <summary>And this part of its flows stays without a connection.</summary>
    [Range(0.01, 1.0)]
    public double Unanswered { get; set; } = 0.6;
}
