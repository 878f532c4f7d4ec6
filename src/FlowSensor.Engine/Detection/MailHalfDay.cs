using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>What an SMTP sender did in twelve hours.</summary>
internal struct MailHalfDay
{
    public uint Flows;
    public uint SynFlows;
    public uint Recipients;
    public uint Refused;
    public uint RelayDenied;
    public uint Blocked;
    public uint Greylisted;
    public uint Accepted;
    public uint MxQueries;
    public ulong Packets;
    public ulong Octets;
    public ulong SynPackets;
    public ulong SynOctets;
    public ulong InPackets;
    public ulong InOctets;
    public DestinationSketch Servers;

    /// <summary>Adds the counts of another half, its servers too.</summary>
    public void Add(in MailHalfDay other)
    {
        Flows += other.Flows;
        SynFlows += other.SynFlows;
        Recipients += other.Recipients;
        Refused += other.Refused;
        RelayDenied += other.RelayDenied;
        Blocked += other.Blocked;
        Greylisted += other.Greylisted;
        Accepted += other.Accepted;
        MxQueries += other.MxQueries;
        Packets += other.Packets;
        Octets += other.Octets;
        SynPackets += other.SynPackets;
        SynOctets += other.SynOctets;
        InPackets += other.InPackets;
        InOctets += other.InOctets;
        Servers.Merge(in other.Servers);
    }
}
