namespace FlowSensor.Engine.Detection;

/// <summary>What an SMTP sender did over some time; numbers with fractions, because old ones may fade. Seven digits are more than any
/// threshold asks, and there may be very many senders.</summary>
internal struct MailCounts
{
    public float Flows;
    public float SynFlows;
    public float Packets;
    public float Octets;
    public float SynPackets;
    public float SynOctets;
    public float InPackets;
    public float InOctets;
    public float Recipients;
    public float Refused;
    public float RelayDenied;
    public float Blocked;
    public float Greylisted;
    public float Accepted;

    /// <summary>Adds flows.</summary>
    public void Add(in SourceSums sums)
    {
        Flows += sums.Flows;
        SynFlows += sums.SynFlows;
        Packets += sums.Packets;
        Octets += sums.Octets;
        SynPackets += sums.SynPackets;
        SynOctets += sums.SynOctets;
    }

    /// <summary>Adds what packets told.</summary>
    public void Add(in WireHost host)
    {
        Recipients += host.Recipients;
        Refused += host.RecipientsRefused + host.MessagesRefused;
        RelayDenied += host.RelayDenied;
        Blocked += host.Blocked;
        Greylisted += host.Greylisted;
        Accepted += host.MessagesAccepted;
    }

    /// <summary>Adds other counts, weighed.</summary>
    public void Add(in MailCounts other, double weight)
    {
        float part = (float)weight;
        Flows += other.Flows * part;
        SynFlows += other.SynFlows * part;
        Packets += other.Packets * part;
        Octets += other.Octets * part;
        SynPackets += other.SynPackets * part;
        SynOctets += other.SynOctets * part;
        InPackets += other.InPackets * part;
        InOctets += other.InOctets * part;
        Recipients += other.Recipients * part;
        Refused += other.Refused * part;
        RelayDenied += other.RelayDenied * part;
        Blocked += other.Blocked * part;
        Greylisted += other.Greylisted * part;
        Accepted += other.Accepted * part;
    }

    /// <summary>Makes everything weigh less.</summary>
    public void Fade(double left)
    {
        MailCounts old = this;
        this = default;
        Add(in old, left);
    }
}
