namespace FlowSensor.Engine.Inspection;

/// <summary>Services by server port.</summary>
internal sealed class InspectedPorts
{
    private readonly InspectedService[] _services = new InspectedService[65_536];

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
        get => _services[port];
        set => _services[port] = value;
    }
}
