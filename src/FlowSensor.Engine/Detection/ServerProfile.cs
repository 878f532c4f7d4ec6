using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>A host that serves, and what is usual of it: it is judged against its own past.</summary>
internal sealed class ServerProfile(IpAddress address)
{
    private const int LeastAnswers = 10;
    private const int LeastClients = 2;
    private DestinationSketch _mailClients;

    public IpAddress Address { get; } = address;

    /// <summary>True once it has answered enough clients on port 25, or was configured.</summary>
    public bool IsMail { get; set; }

    /// <summary>True once it has answered many hosts on port 53, or asked many servers.</summary>
    public bool IsResolver { get; set; }

    /// <summary>Observed time at which it last served.</summary>
    public long LastSeen { get; set; }

    /// <summary>SMTP flows it sends in an hour.</summary>
    public Baseline MailFlows { get; private set; } = new();

    /// <summary>DNS query packets it sends in an hour.</summary>
    public Baseline DnsQueries { get; private set; } = new();

    /// <summary>SMTP flows sent in the hour that runs.</summary>
    public double HourMailFlows { get; set; }

    /// <summary>DNS query packets sent in the hour that runs.</summary>
    public double HourDnsQueries { get; set; }

    /// <summary>Answered sessions seen so far.</summary>
    public long Answers { get; private set; }

    /// <summary>Counts answered SMTP sessions of clients.</summary>
    public void Answered(ulong sessions, in DestinationSketch clients)
    {
        Answers += (long)Math.Min(sessions, int.MaxValue);
        _mailClients.Merge(in clients);
        IsMail = IsMail || (Answers >= LeastAnswers && _mailClients.Estimate() >= LeastClients);
    }

    /// <summary>Ends an hour: what it did is learned where the hour was seen nearly whole.</summary>
    public void EndHour(HourOfWeek hour, bool learn)
    {
        if (learn)
        {
            MailFlows.Learn(hour, HourMailFlows);
            DnsQueries.Learn(hour, HourDnsQueries);
        }

        HourMailFlows = 0;
        HourDnsQueries = 0;
    }

    /// <summary>Writes it.</summary>
    public void Save(BinaryWriter writer)
    {
        StructBytes.Write(writer, Address);
        writer.Write(IsMail);
        writer.Write(IsResolver);
        writer.Write(LastSeen);
        writer.Write(HourMailFlows);
        writer.Write(HourDnsQueries);
        writer.Write(Answers);
        StructBytes.Write(writer, in _mailClients);
        MailFlows.Save(writer);
        DnsQueries.Save(writer);
    }

    /// <summary>Reads one.</summary>
    public static ServerProfile Restore(BinaryReader reader)
    {
        StructBytes.Read(reader, out IpAddress address);
        ServerProfile profile = new(address)
        {
            IsMail = reader.ReadBoolean(),
            IsResolver = reader.ReadBoolean(),
            LastSeen = reader.ReadInt64(),
            HourMailFlows = reader.ReadDouble(),
            HourDnsQueries = reader.ReadDouble(),
            Answers = reader.ReadInt64(),
        };
        StructBytes.Read(reader, out profile._mailClients);
        profile.MailFlows = Baseline.Restore(reader);
        profile.DnsQueries = Baseline.Restore(reader);
        return profile;
    }
}
