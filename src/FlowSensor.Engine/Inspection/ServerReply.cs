using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Inspection;

/// <summary>A server and a reply code of it; hashed at every reply, so by less than a tuple would.</summary>
internal readonly struct ServerReply(IpAddress server, int code) : IEquatable<ServerReply>
{
    public readonly IpAddress Server = server;
    public readonly int Code = code;

    public bool Equals(ServerReply other) => Code == other.Code && Server == other.Server;

    public override bool Equals(object? obj) => obj is ServerReply other && Equals(other);

    public override int GetHashCode() => Server.GetHashCode() + Code;
}
