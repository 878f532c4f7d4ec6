using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>
/// Counts of mail servers by local day and ten-minute sample. Fed by packet inspection and by log parsers alike, in any order
/// of time within the days kept; owned by one thread.
/// </summary>
internal sealed class MailServerStatistics
{
    private readonly MailStatisticsOptions _options;
    private readonly HashSet<IpAddress> _configured;
    private readonly HostDayTable _days;
    private int _dnsHostDays;
    private int _newestDay = int.MinValue;

    public MailServerStatistics(MailStatisticsOptions options, MailCalendar calendar)
    {
        _options = options;
        _days = new HostDayTable(options);
        Calendar = calendar;
        _configured = [.. options.Servers];
    }

    public MailCalendar Calendar { get; }

    /// <summary>Events not counted because a table was full or the day is no longer kept.</summary>
    public long Dropped { get; private set; }

    /// <summary>True when any DNS query was counted: without one, servers cannot be told by their queries.</summary>
    public bool SawDns { get; private set; }

    /// <summary>Host-days held.</summary>
    public int Count => _days.Count;

    /// <summary>Begins to fetch what <see cref="Expect"/> reads; the hash is that of <see cref="HostDayTable"/>.</summary>
    public void Fetch(uint hash) => _days.Fetch(hash);

    /// <summary>Begins to fetch the counts of a host whose query comes soon.</summary>
    public void Expect(uint hash) => _days.Expect(hash);

    /// <summary>A host sent a query to a resolver.</summary>
    public void DnsQuery(IpAddress client, long timeMs) => DnsQuery(client, HostDayTable.HashOf(client), timeMs);

    /// <summary>The same, with the hash of <see cref="HostDayTable"/>.</summary>
    public void DnsQuery(IpAddress client, uint hash, long timeMs)
    {
        SawDns = true;
        if (!IsCandidate(client))
        {
            return;
        }

        bool asServer = _configured.Contains(client);
        DateOnly day = Calendar.DayOf(timeMs, out int sample);
        if (asServer)
        {
            FindServer(client, hash, day)?.AddQuery(sample);
        }
        else if (!_days.TryCountQuery(client, day.DayNumber, hash, sample) && TryAdd(client, hash, day, asServer: false))
        {
            _dnsHostDays++;
            _days.TryCountQuery(client, day.DayNumber, hash, sample);
        }
    }

    /// <summary>A client's connection to a server's SMTP port was established; <paramref name="submission"/> for 465 and 587.</summary>
    public void SmtpConnection(IpAddress server, IpAddress client, bool submission, long timeMs)
    {
        if (FindServer(server, timeMs, out int sample) is { } day)
        {
            if (submission)
            {
                day.At(sample).Submissions++;
            }
            else
            {
                day.At(sample).Connections++;
                day.AddClient(client, sample);
            }
        }

        // The same connection is mail transferred, where the client is a mail server itself.
        if (!submission && FindKnownServer(client, timeMs, out sample) is { } sender)
        {
            sender.At(sample).Transferred++;
            sender.AddDestination(server, sample);
        }
    }

    /// <summary>The server handed mail on to another host, over a connection of which only this side is known.</summary>
    public void Transferred(IpAddress server, IpAddress destination, long timeMs)
    {
        if (FindServer(server, timeMs, out int sample) is { } day)
        {
            day.At(sample).Transferred++;
            day.AddDestination(destination, sample);
        }
    }

    /// <summary>Takes a host for a mail server without asking whether it listens: its own log says so.</summary>
    public void Know(IpAddress server)
    {
        if (_configured.Count < _options.MaxServerDays)
        {
            _configured.Add(server);
        }
    }

    /// <summary>MAIL FROM was answered 250.</summary>
    public void SenderAccepted(IpAddress server, bool submission, long timeMs)
    {
        if (!submission && FindServer(server, timeMs, out int sample) is { } day)
        {
            day.At(sample).SendersAccepted++;
        }
    }

    /// <summary>A message was accepted for delivery; <paramref name="estimated"/> when concluded from the session's size.</summary>
    public void MessageAccepted(IpAddress server, bool submission, bool estimated, long timeMs)
    {
        if (FindServer(server, timeMs, out int sample) is { } day)
        {
            day.At(sample).Submitted += submission ? 1 : 0;
            day.At(sample).Accepted += submission ? 0 : 1;
            day.At(sample).EstimatedAccepted += estimated && !submission ? 1 : 0;
        }
    }

    /// <summary>A recipient was refused; the hash of its address is 0 when not known.</summary>
    public void RecipientRejected(IpAddress server, SmtpRejectClass rejectClass, ulong recipientHash, long timeMs)
    {
        if (FindServer(server, timeMs, out int sample) is { } day)
        {
            day.At(sample).Rejects.Count(rejectClass);
            if (recipientHash != 0)
            {
                day.AddRefusedRecipient(recipientHash);
            }
        }
    }

    /// <summary>A mailbox was opened, or its password refused; <paramref name="estimated"/> for an encrypted session whose login was not seen.</summary>
    public void MailboxLogin(IpAddress server, MailboxProtocol protocol, bool accepted, bool estimated, long timeMs)
    {
        if (FindServer(server, timeMs, out int sample) is not { } day)
        {
            return;
        }

        ref MailSample counts = ref day.At(sample);
        counts.FailedLogins += accepted ? 0 : 1;
        counts.Pop3 += accepted && protocol == MailboxProtocol.Pop3 ? 1 : 0;
        counts.Imap += accepted && protocol == MailboxProtocol.Imap ? 1 : 0;
        counts.EstimatedAccesses += accepted && estimated ? 1 : 0;
    }

    /// <summary>
    /// A mail server's day: configured, or seen to listen on the mail ports and, where DNS is visible at all, to ask DNS. Within
    /// configured networks a host that accepted a sender is one too: it may ask from its other address, or itself.
    /// </summary>
    public IEnumerable<HostDay> ServerDays()
    {
        return _days.Servers(_configured)
            .Where(day => _configured.Contains(day.Host) || !SawDns || _days.HasAsked(day.Host) || (_options.Networks.Count > 0 && day.Total().SendersAccepted > 0))
            .OrderBy(static day => day.Host).ThenBy(static day => day.Day);
    }

    /// <summary>One server's day; null when nothing was seen.</summary>
    public HostDay? FindDay(IpAddress server, DateOnly day) => _days.Find(server, day.DayNumber, HostDayTable.HashOf(server));

    /// <summary>Adds counts of a server that were kept elsewhere.</summary>
    public void Restore(IpAddress server, long timeMs, in MailSample counts)
    {
        if (FindServer(server, HostDayTable.HashOf(server), Calendar.DayOf(timeMs, out int sample)) is { } day)
        {
            day.At(sample).Add(counts);
            day.AddQuery(sample, counts.Queries);
        }
    }

    /// <summary>Adds connections of a client that were kept elsewhere; the server's counts must have been restored.</summary>
    public void RestoreClient(IpAddress server, long timeMs, IpAddress client, int connections) =>
        FindKnownServer(server, timeMs, out int sample)?.AddClient(client, sample, connections);

    private HostDay? FindServer(IpAddress server, long timeMs, out int sample)
    {
        sample = 0;
        return IsCandidate(server) ? FindServer(server, HostDayTable.HashOf(server), Calendar.DayOf(timeMs, out sample)) : null;
    }

    private HostDay? FindKnownServer(IpAddress host, long timeMs, out int sample)
    {
        DateOnly day = Calendar.DayOf(timeMs, out sample);
        return _days.FindServer(host, day.DayNumber, HostDayTable.HashOf(host));
    }

    private HostDay? FindServer(IpAddress host, uint hash, DateOnly day)
    {
        if (_days.Find(host, day.DayNumber, hash) is { } found)
        {
            if (found.IsServer)
            {
                return found;
            }

            if (IsFull(asServer: true))
            {
                Dropped++;
                return null;
            }

            _dnsHostDays--;
            found.MakeServer();
            return found;
        }

        if (!TryAdd(host, hash, day, asServer: true))
        {
            return null;
        }

        found = _days.Find(host, day.DayNumber, hash)!;
        found.MakeServer();
        return found;
    }

    private bool TryAdd(IpAddress host, uint hash, DateOnly day, bool asServer)
    {
        if (!Keeps(day.DayNumber) || IsFull(asServer))
        {
            Dropped++;
            return false;
        }

        _days.Add(host, day.DayNumber, hash);
        return true;
    }

    private bool IsFull(bool asServer) =>
        asServer ? _days.Count - _dnsHostDays >= _options.MaxServerDays : _dnsHostDays >= _options.MaxDnsHostDays;

    // A new day drops those that are too old before anybody asks for room.
    private bool Keeps(int day)
    {
        if (day > _newestDay)
        {
            _newestDay = day;
            _dnsHostDays -= _days.RemoveUntil(day - _options.KeptDays);
        }

        return day > _newestDay - _options.KeptDays;
    }

    private bool IsCandidate(IpAddress host)
    {
        if (_options.Networks.Count == 0 || _configured.Contains(host))
        {
            return true;
        }

        foreach (IpPrefix prefix in _options.Networks)
        {
            if (prefix.Contains(host))
            {
                return true;
            }
        }

        return false;
    }
}
