using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Dns;

namespace FlowSensor.Engine.Inspection;

/// <summary>Counts DNS messages: in all, by type and response code, and by client up to a maximum.</summary>
internal sealed class DnsStatistics
{
    private readonly long[] _types = new long[65_536];
    private readonly long[] _responseCodes = new long[DnsResponseCodes.Count];
    private readonly byte[] _names = new byte[4096];
    private readonly HostTable<DnsClientCounters> _clients;

    // Queries with a question that could be read.
    private long _named;

    public DnsStatistics(int maxClients) => _clients = new HostTable<DnsClientCounters>(maxClients);

    public long Queries { get; private set; }

    public long Responses { get; private set; }

    /// <summary>Messages that break the format. Those with a readable header are in <see cref="Queries"/> or <see cref="Responses"/> too.</summary>
    public long Malformed { get; private set; }

    /// <summary>Of <see cref="Malformed"/>, those without so much as a header.</summary>
    public long Unreadable { get; private set; }

    /// <summary>
    /// Messages read in part: cut by the capture's snap length or by fragmentation, or over TCP in several segments and longer than
    /// <see cref="DnsTcpFrames.GatherLimit"/>.
    /// </summary>
    public long Cut { get; private set; }

    /// <summary>Responses with the TC bit.</summary>
    public long Truncated { get; private set; }

    public long OverTcp { get; private set; }

    public long WithEdns { get; private set; }

    public long QueryOctets { get; private set; }

    public long ResponseOctets { get; private set; }

    /// <summary>Messages of clients beyond the table's maximum: in the totals only.</summary>
    public long ClientsFull => _clients.Full;

    public int Clients => _clients.Count;

    public double Amplification => QueryOctets == 0 ? 0 : (double)ResponseOctets / QueryOctets;

    /// <summary>Different names asked for, estimated; never more than there were queries with one.</summary>
    public long DistinctNames => DistinctSketch.Estimate(_names, _named);

    public long OfType(ushort type) => _types[type];

    /// <summary>The hash of a client that <see cref="Add"/> wants, the same as that of the mail statistics.</summary>
    public static uint HashOf(IpAddress client) => (uint)client.GetHashCode();

    /// <summary>Begins to fetch what <see cref="Expect"/> reads.</summary>
    public void Fetch(uint hash) => _clients.Fetch(hash);

    /// <summary>Begins to fetch the counters of a client whose message comes soon; of an answer, those that it changes. Tells where they most likely are; -1 for nowhere.</summary>
    public int Expect(uint hash, bool isQuery) => _clients.Expect(hash, isQuery);

    /// <summary>Counts a message.</summary>
    /// <param name="client">The one who asks, whoever sent it.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="expected">What <see cref="Expect"/> said, at any time before; -1 where it was not asked.</param>
    /// <param name="status">What reading the message ended with.</param>
    /// <param name="message">The message.</param>
    /// <param name="overTcp">Whether it came over TCP.</param>
    public void Add(in IpAddress client, uint hash, int expected, DnsReadStatus status, in DnsMessage message, bool overTcp)
    {
        bool malformed = status is not (DnsReadStatus.Ok or DnsReadStatus.Cut);
        Malformed += malformed ? 1 : 0;
        if (status == DnsReadStatus.TruncatedHeader)
        {
            Unreadable++;
            return;
        }

        Cut += status == DnsReadStatus.Cut ? 1 : 0;
        OverTcp += overTcp ? 1 : 0;
        WithEdns += message.HasEdns ? 1 : 0;
        if (message.IsResponse)
        {
            AddResponse(client, hash, expected, message);
        }
        else
        {
            AddQuery(client, hash, expected, message);
        }
    }

    /// <summary>Types that were asked for, most frequent first.</summary>
    public IEnumerable<(ushort Type, long Queries)> Types()
    {
        foreach (int type in CountOrder.Descending(_types))
        {
            yield return ((ushort)type, _types[type]);
        }
    }

    /// <summary>Response codes that were seen, most frequent first.</summary>
    public IEnumerable<(int Code, long Responses)> ResponseCodes()
    {
        foreach (int code in CountOrder.Descending(_responseCodes))
        {
            yield return (code, _responseCodes[code]);
        }
    }

    /// <summary>Clients with the most queries.</summary>
    public IReadOnlyList<(IpAddress Client, DnsClientCounters Counters)> TopClients(int number) =>
        _clients.Top(number, static counters => counters.Queries);

    private void AddQuery(in IpAddress client, uint hash, int expected, in DnsMessage message)
    {
        Queries++;
        QueryOctets += message.WireLength;
        bool isNamed = message.QueryType != 0;
        if (isNamed)
        {
            _named++;
            _types[message.QueryType]++;
            DistinctSketch.Add(_names, message.NameHash);
        }

        ref DnsClientCounters counters = ref _clients.Find(client, hash, expected, out bool found);
        if (found)
        {
            counters.Queries++;
            counters.QueryOctets += message.WireLength;
            counters.Mx.Add(message.QueryType == DnsTypes.Mx);
            counters.Ptr.Add(message.QueryType == DnsTypes.Ptr);
            if (isNamed)
            {
                DistinctSketch.Add(counters.Names, message.NameHash);
            }
        }
    }

    private void AddResponse(in IpAddress client, uint hash, int expected, in DnsMessage message)
    {
        Responses++;
        ResponseOctets += message.WireLength;
        Truncated += message.IsTruncated ? 1 : 0;
        _responseCodes[message.ResponseCode]++;
        ref DnsClientCounters counters = ref _clients.Find(client, hash, expected, out bool found);
        if (found)
        {
            counters.Responses++;
            counters.ResponseOctets += message.WireLength;
            counters.NxDomain.Add(message.ResponseCode == DnsResponseCodes.NxDomain);
        }
    }
}
