namespace FlowSensor.Engine.Inspection;

/// <summary>Services by server port.</summary>
internal sealed class InspectedPorts
{
    private readonly InspectedService[] _services = new InspectedService[65_536];

    // A bit for each port that is inspected: for all others, the ports of clients, nothing but these eight kilobytes is looked at.
    private readonly ulong[] _inspected = new ulong[65_536 / 64];

    public InspectedPorts()
    {
        this[53] = InspectedService.Dns;
        this[25] = InspectedService.Smtp;
        this[587] = InspectedService.Submission;
        this[465] = InspectedService.EncryptedSubmission;
        this[110] = InspectedService.Pop3;
        this[995] = InspectedService.EncryptedPop3;
        this[143] = InspectedService.Imap;
        this[993] = InspectedService.EncryptedImap;
    }

    public InspectedService this[ushort port]
    {
        // Without a branch, as nobody foresees which end of a packet is the server: a port that is not inspected reads the place of port 0.
        get => _services[port & -(int)((_inspected[port >> 6] >> (port & 63)) & 1)];

        set
        {
            ArgumentOutOfRangeException.ThrowIfZero(port);
            _services[port] = value;
            ulong bit = 1UL << port;
            _inspected[port >> 6] = value == InspectedService.None ? _inspected[port >> 6] & ~bit : _inspected[port >> 6] | bit;
        }
    }
}
