using FlowSensor.Protocols.Dns;

namespace FlowSensor.Engine.Inspection;

/// <summary>The messages of both directions of a DNS session over TCP.</summary>
internal sealed class DnsTcpReader
{
    public DnsTcpFrames Client { get; } = new();

    public DnsTcpFrames Server { get; } = new();

    /// <summary>After a gap the borders of messages are lost for good in that direction.</summary>
    public bool ClientLost { get; set; }

    /// <summary>The same for the server's direction.</summary>
    public bool ServerLost { get; set; }

    public void Reset()
    {
        Client.Reset();
        Server.Reset();
        ClientLost = false;
        ServerLost = false;
    }
}
