using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Traffic;

/// <summary>The same accounting written plainly over dictionaries, to compare with.</summary>
internal sealed class ReferenceAccounting
{
    public Dictionary<(string Service, TrafficDirection Direction), TrafficCounts> Totals { get; } = [];

    public Dictionary<(string Service, TrafficDirection Direction, IpAddress Source), Sum> Sources { get; } = [];

    public Dictionary<(TrafficDirection Direction, IpAddress Source, IpAddress Destination), TrafficCounts> SmtpPairs { get; } = [];

    public static List<(string Service, TrafficDirection Direction)> Classes(in FlowRecord record)
    {
        List<(string, TrafficDirection)> classes = [("all", TrafficDirection.Any)];
        if (record.Protocol is 1 or 58)
        {
            classes.Add(("icmp", TrafficDirection.Any));
        }

        if (record.Protocol is not (6 or 17))
        {
            return classes;
        }

        string? to = ServiceOf(record.Protocol, record.DestinationPort);
        string? from = ServiceOf(record.Protocol, record.SourcePort);
        if (to is not null)
        {
            classes.Add((to, TrafficDirection.Request));
        }

        if (from is not null && from != to)
        {
            classes.Add((from, TrafficDirection.Response));
        }

        if (record.Protocol == 6 && (record.TcpFlags & 2) != 0 && (record.TcpFlags & (1 | 4 | 8 | 16)) == 0)
        {
            classes.Add(("syn", TrafficDirection.Request));
        }

        return classes;
    }

    public void Add(in FlowRecord record)
    {
        ulong interval = Math.Max(1, record.SamplingInterval);
        TrafficCounts counts = new()
        {
            Flows = 1,
            Packets = record.Packets,
            Octets = record.Octets,
            EstimatedPackets = record.Packets * interval,
            EstimatedOctets = record.Octets * interval,
        };
        List<(string Service, TrafficDirection Direction)> classes = Classes(in record);
        foreach ((string service, TrafficDirection direction) in classes)
        {
            TrafficCounts total = Totals.GetValueOrDefault((service, direction));
            total.Add(in counts);
            Totals[(service, direction)] = total;
            if (!Sources.TryGetValue((service, direction, record.Source), out Sum? sum))
            {
                Sources[(service, direction, record.Source)] = sum = new Sum();
            }

            sum.Counts.Add(in counts);
            sum.Destinations.Add(record.Destination);
            sum.First = Math.Min(sum.First, record.First);
            sum.Last = Math.Max(sum.Last, record.Last);
            sum.SynPackets += classes.Contains(("syn", TrafficDirection.Request)) ? record.Packets : 0;
            if (service == "smtp")
            {
                TrafficCounts pair = SmtpPairs.GetValueOrDefault((direction, record.Source, record.Destination));
                pair.Add(in counts);
                SmtpPairs[(direction, record.Source, record.Destination)] = pair;
            }
        }
    }

    private static string? ServiceOf(ulong protocol, ulong port) => (protocol, port) switch
    {
        (6, 25) => "smtp",
        (6, 465 or 587) => "submission",
        (6 or 17, 53 or 853) => "dns",
        (6, 110 or 995) => "pop3",
        (6, 143 or 993) => "imap",
        (6, 80 or 443) or (17, 443) => "www",
        _ => null,
    };

    internal sealed class Sum
    {
        public TrafficCounts Counts;

        public HashSet<IpAddress> Destinations { get; } = [];

        public long First { get; set; } = long.MaxValue;

        public long Last { get; set; }

        public ulong SynPackets { get; set; }
    }
}
