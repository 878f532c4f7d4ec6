using System.Text;
using FlowSensor.Engine.Inspection;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>A TCP session made packet by packet, as the parser would give it.</summary>
internal sealed class Conversation(PacketInspector inspector, IpAddress client, ushort clientPort, IpAddress server, ushort serverPort)
{
    private const byte Syn = 0x02;
    private const byte Ack = 0x10;
    private const byte Push = 0x18;
    private const byte Fin = 0x11;

    internal uint ClientNext { get; set; } = 0xFFFF_FF00;

    internal uint ServerNext { get; set; } = 1_000;

    internal long TimeMs { get; set; } = 1_700_000_000_000;

    internal Conversation Open()
    {
        Send(true, Syn, ClientNext++, default);
        Send(false, Syn | Ack, ServerNext++, default);
        Send(true, Ack, ClientNext, default);
        return this;
    }

    internal Conversation Client(string text) => Say(true, text);

    internal Conversation Server(string text) => Say(false, text);

    internal Conversation Close()
    {
        Send(false, Fin, ServerNext++, default);
        Send(true, Fin, ClientNext++, default);
        Send(false, Ack, ServerNext, default);
        return this;
    }

    internal Conversation Say(bool fromClient, string text)
    {
        byte[] octets = Encoding.Latin1.GetBytes(text);
        SendData(fromClient, fromClient ? ClientNext : ServerNext, octets);
        ClientNext += fromClient ? (uint)octets.Length : 0;
        ServerNext += fromClient ? 0 : (uint)octets.Length;
        return this;
    }

    internal void SendData(bool fromClient, uint sequence, ReadOnlySpan<byte> octets) => Send(fromClient, Push, sequence, octets);

    internal void Send(bool fromClient, byte flags, uint sequence, ReadOnlySpan<byte> octets)
    {
        PacketHeaders headers = new()
        {
            Source = fromClient ? client : server,
            Destination = fromClient ? server : client,
            SourcePort = fromClient ? clientPort : serverPort,
            DestinationPort = fromClient ? serverPort : clientPort,
            Protocol = 6,
            IpVersion = 4,
            IpLength = 40 + octets.Length,
            PayloadOffset = 40,
            PayloadLength = octets.Length,
            TcpFlags = flags,
            TcpSequence = sequence,
            TcpAcknowledgment = flags == Syn ? 0 : fromClient ? ServerNext : ClientNext,
        };
        inspector.Add(headers, octets, TimeMs++);
    }
}
