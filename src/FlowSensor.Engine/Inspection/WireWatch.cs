using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Counts for detection what packets tell of each host, in the windows of the accounting. A window is taken when the accounting closes it,
/// which is after its packets have passed. Belongs to the thread of the packets.
/// </summary>
internal sealed class WireWatch(long windowMs, int maximum = WireWatch.DefaultMaximum) : IWireSource
{
    /// <summary>Hosts of a window unless said otherwise.</summary>
    public const int DefaultMaximum = 65_536;

    // As many octets in a name no person types.
    private const int LongName = 50;

    // Twenty random digits of base 16 have 3.3 bits an octet, of base 32 3.8; the name of an IPv4 address in front of a block list has 3.
    private const float DataEntropy = 3.2f;

    // Header, type and class of a query with one question, and the EDNS record that most have.
    private const int QueryOverhead = 12 + 4;
    private const int EdnsOverhead = 11;

    // More windows than this without one that closes share the newest.
    private const int MostOpen = 64;

    private readonly List<(long Start, WireWindow Window)> _open = [];
    private readonly Stack<WireWindow> _free = new();
    private WireWindow? _taken;
    private WireWindow? _current;
    private long _currentStart = -1;

    /// <summary>True once packets are inspected: from then on what is not counted did not happen.</summary>
    public bool IsUsed { get; set; }

    /// <inheritdoc/>
    public WireWindow? Take(long end)
    {
        if (!IsUsed)
        {
            return null;
        }

        WireWindow taken = _taken ?? new WireWindow(maximum);
        taken.Clear();
        _taken = taken;
        for (int i = 0; i < _open.Count; i++)
        {
            (long start, WireWindow window) = _open[i];
            if (start < end)
            {
                taken.Add(window);
                window.Clear();
                _free.Push(window);
                _open.RemoveAt(i--);
            }
        }

        _currentStart = -1;
        return taken;
    }

    /// <summary>A DNS message was read; the client is the one who asks, whoever sent it.</summary>
    public void Dns(IpAddress client, in DnsMessage message, long timeMs)
    {
        if (message.IsResponse)
        {
            ref WireHost asker = ref At(client, timeMs);
            asker.DnsAnswers++;
            asker.AnswerOctets += message.WireLength;
            asker.NxDomain += message.ResponseCode == DnsResponseCodes.NxDomain ? 1 : 0;
            return;
        }

        ref WireHost host = ref At(client, timeMs);
        host.AddQuery(message.QueryType == 0 ? null : message.NameHash, message.WireLength);
        host.MxQueries += message.QueryType == DnsTypes.Mx ? 1 : 0;
        host.TxtQueries += message.QueryType is DnsTypes.Txt or DnsTypes.Null ? 1 : 0;
        int name = message.WireLength - QueryOverhead - (message.HasEdns ? EdnsOverhead : 0);
        if (message.QueryType is 0 or DnsTypes.Ptr)
        {
            // Without a question there is no name; that of an IPv6 address is long, and nobody chose it.
            return;
        }

        bool carries = name <= LongName && message.NameEntropy >= DataEntropy;
        host.LongNames += name > LongName ? 1 : 0;
        host.CarryingNames += carries ? 1 : 0;
        host.NameEntropy += name > LongName || carries ? message.NameEntropy : 0;
    }

    /// <summary>A client's connection to a server's port 25 was established.</summary>
    public void Connection(IpAddress server, IpAddress client, long timeMs)
    {
        At(server, timeMs).Connections++;
        At(client, timeMs).SmtpSessions++;
    }

    /// <summary>A recipient was answered.</summary>
    public void Recipient(IpAddress server, IpAddress client, SmtpRejectClass refusal, long timeMs)
    {
        ref WireHost asked = ref At(server, timeMs);
        asked.Asked++;
        asked.Refused += refusal != SmtpRejectClass.None ? 1 : 0;
        asked.UserUnknown += refusal == SmtpRejectClass.UserUnknown ? 1 : 0;
        ref WireHost asker = ref At(client, timeMs);
        asker.Recipients++;
        switch (refusal)
        {
            case SmtpRejectClass.None:
                break;
            case SmtpRejectClass.RelayDenied:
                asker.RelayDenied++;
                break;
            case SmtpRejectClass.Blocked:
                asker.Blocked++;
                break;
            case SmtpRejectClass.Greylisted:
                asker.Greylisted++;
                break;
            default:
                asker.RecipientsRefused++;
                break;
        }
    }

    /// <summary>A whole message was accepted or refused.</summary>
    public void Message(IpAddress server, IpAddress client, bool accepted, long timeMs)
    {
        At(server, timeMs).Accepted += accepted ? 1 : 0;
        ref WireHost sender = ref At(client, timeMs);
        sender.MessagesAccepted += accepted ? 1 : 0;
        sender.MessagesRefused += accepted ? 0 : 1;
    }

    /// <summary>A login was answered.</summary>
    public void Login(IpAddress client, bool accepted, long timeMs)
    {
        ref WireHost host = ref At(client, timeMs);
        host.Logins += accepted ? 1 : 0;
        host.FailedLogins += accepted ? 0 : 1;
    }

    private ref WireHost At(IpAddress host, long timeMs)
    {
        long start = timeMs - (timeMs % windowMs);
        if (start != _currentStart || _current is null)
        {
            _current = WindowAt(start);
            _currentStart = start;
        }

        return ref _current.At(host);
    }

    private WireWindow WindowAt(long start)
    {
        foreach ((long known, WireWindow window) in _open)
        {
            if (known == start)
            {
                return window;
            }
        }

        if (_open.Count == MostOpen)
        {
            return _open[^1].Window;
        }

        WireWindow added = _free.TryPop(out WireWindow? free) ? free : new WireWindow(maximum);
        _open.Add((start, added));
        return added;
    }
}
