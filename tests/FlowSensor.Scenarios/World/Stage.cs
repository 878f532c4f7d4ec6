using FlowSensor.Generator.Packets;
using FlowSensor.Scenarios.Feeding;
using FlowSensor.Scenarios.Talks;

namespace FlowSensor.Scenarios.World;

/// <summary>Where the actors act: opens their talks, and asks names for them.</summary>
internal sealed class Stage(IScenarioFeed feed, ScenarioCalendar calendar)
{
    // A cache in front of the world answers most questions.
    private const double CacheMiss = 0.25;

    private uint _number;

    /// <summary>The calendar.</summary>
    public ScenarioCalendar Calendar { get; } = calendar;

    /// <summary>Number of the actor whose turn it is.</summary>
    public int Actor { get; set; }

    /// <summary>Talks opened.</summary>
    public long Talks { get; private set; }

    /// <summary>A TCP session.</summary>
    public void Tcp(long at, uint client, uint server, ushort port, TalkScript script, int roundTrip)
    {
        uint number = ++_number;
        Open(new SessionTalk
        {
            Time = at,
            Ends = new Ends(client, PortOf(number), server, port),
            Script = script,
            RoundTrip = roundTrip,
            Number = number,
        });
    }

    /// <summary>A question to an own resolver, who may have to ask the world.</summary>
    public void Ask(Draw draw, long at, uint client, DnsName kind, ulong name, ushort type, bool exists = true)
    {
        uint resolver = Places.Resolver((int)client);
        int dataLength = DataLength(draw, type);
        bool isMiss = client != resolver && (draw.Chance(CacheMiss) || kind is DnsName.Generated or DnsName.Tunnel);
        int wait = isMiss ? draw.Between(15, 180) : 1;
        Question(at, client, resolver, kind, name, type, exists, dataLength, wait);
        if (isMiss)
        {
            Question(at + 1, resolver, Places.NameServer((int)(name % 997)), kind, name, type, exists, dataLength, wait - 2);
        }
    }

    /// <summary>A question to any server.</summary>
    public void Question(long at, uint client, uint server, DnsName kind, ulong name, ushort type, bool exists, int dataLength, int roundTrip) => Open(new DatagramTalk
    {
        Time = at,
        Ends = new Ends(client, PortOf(++_number), server, 53),
        Request = DnsMessages.Query(kind, name, type),
        Answer = DnsMessages.Answer(kind, name, type, exists, dataLength),
        RoundTrip = roundTrip,
    });

    /// <summary>Datagrams of any kind.</summary>
    /// <param name="at">When the first goes.</param>
    /// <param name="ends">The ends; source port 0 takes a fresh one.</param>
    /// <param name="count">Requests.</param>
    /// <param name="interval">Milliseconds between them.</param>
    /// <param name="length">Octets of each.</param>
    /// <param name="answerLength">Octets of each answer; negative for none.</param>
    /// <param name="roundTrip">Milliseconds until an answer.</param>
    public void Datagrams(long at, Ends ends, int count, int interval, int length, int answerLength, int roundTrip = 20) => Open(new DatagramTalk
    {
        Time = at,
        Ends = ends.SourcePort == 0 && ends.DestinationPort != DatagramTalk.EchoPort ? ends with { SourcePort = PortOf(++_number) } : ends,
        Count = count,
        Interval = interval,
        RequestLength = length,
        AnswerLength = answerLength,
        RoundTrip = roundTrip,
    });

    private static int DataLength(Draw draw, ushort type) => type switch
    {
        DnsMessages.A => 4,
        DnsMessages.Aaaa => 16,
        DnsMessages.Txt => draw.Between(60, 230),
        DnsMessages.Null => draw.Between(100, 230),
        _ => 24,
    };

    private static ushort PortOf(uint number) => (ushort)(32_768 + (number % 28_000));

    private void Open(Talk talk)
    {
        Talks++;
        talk.Actor = Actor;
        feed.Open(talk);
    }
}
