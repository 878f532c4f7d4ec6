using System.Net;
using FlowSensor.Protocols.Snmp;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>One agent and how to talk to it.</summary>
public sealed record SnmpTarget
{
    /// <summary>Address and port.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Protocol version.</summary>
    public SnmpVersion Version { get; init; } = SnmpVersion.V2C;

    /// <summary>Community of v1 and v2c.</summary>
    public string Community { get; init; } = "public";

    /// <summary>User of v3.</summary>
    public UsmUser? User { get; init; }

    /// <summary>Context name of v3, mostly empty.</summary>
    public string ContextName { get; init; } = "";

    /// <summary>Time to wait for the first answer; each retry waits that much longer. net-snmp waits 1 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Further attempts after the first. net-snmp makes 5, most managers 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Most requests a second, so that a router's control plane is left alone; 0 for no limit.</summary>
    public int RequestsPerSecond { get; init; } = 200;

    /// <summary>Most rows asked for in one GETBULK; 1 asks with GETNEXT.</summary>
    public int MaxRepetitions { get; init; } = 400;

    /// <summary>Answer size in octets that the walk grows towards; larger ones are IP fragments in great number.</summary>
    public int AnswerOctets { get; init; } = 16_384;

    /// <summary>Whom it asks, without community and user.</summary>
    public override string ToString() => $"{EndPoint} ({Version})";
}
