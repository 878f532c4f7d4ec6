namespace FlowSensor.Engine.Detection;

/// <summary>What an SMTP sender did over some time; numbers with fractions, because old ones may fade.</summary>
internal struct MailCounts
{
    public double Flows;
    public double SynFlows;
    public double Packets;
    public double Octets;
    public double SynPackets;
    public double SynOctets;
    public double InPackets;
    public double InOctets;
    public double Recipients;
    public double Refused;
    public double RelayDenied;
    public double Blocked;
    public double Greylisted;
    public double Accepted;

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
        Flows += other.Flows * weight;
        SynFlows += other.SynFlows * weight;
        Packets += other.Packets * weight;
        Octets += other.Octets * weight;
        SynPackets += other.SynPackets * weight;
        SynOctets += other.SynOctets * weight;
        InPackets += other.InPackets * weight;
        InOctets += other.InOctets * weight;
        Recipients += other.Recipients * weight;
        Refused += other.Refused * weight;
        RelayDenied += other.RelayDenied * weight;
        Blocked += other.Blocked * weight;
        Greylisted += other.Greylisted * weight;
        Accepted += other.Accepted * weight;
    }

    /// <summary>Makes everything weigh less.</summary>
    public void Fade(double left)
    {
        MailCounts old = this;
        this = default;
        Add(in old, left);
    }
}
