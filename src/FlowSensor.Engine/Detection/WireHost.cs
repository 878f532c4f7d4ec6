using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>What packets told of one host in one window, as a client and as a server.</summary>
internal struct WireHost
{
    /// <summary>SMTP sessions the host opened.</summary>
    public int SmtpSessions;

    /// <summary>Recipients it named that were answered.</summary>
    public int Recipients;

    /// <summary>Of <see cref="Recipients"/>, those refused for good: unknown, rejected, or for another reason.</summary>
    public int RecipientsRefused;

    /// <summary>Of <see cref="Recipients"/>, those refused because the server does not relay.</summary>
    public int RelayDenied;

    /// <summary>Of <see cref="Recipients"/>, those refused because the host is on a block list.</summary>
    public int Blocked;

    /// <summary>Of <see cref="Recipients"/>, those put off by greylisting.</summary>
    public int Greylisted;

    /// <summary>Messages of the host that servers accepted.</summary>
    public int MessagesAccepted;

    /// <summary>Messages refused after their data.</summary>
    public int MessagesRefused;

    /// <summary>DNS queries it sent.</summary>
    public int DnsQueries;

    /// <summary>Of them, for MX records.</summary>
    public int MxQueries;

    /// <summary>Of them, for TXT or NULL records.</summary>
    public int TxtQueries;

    /// <summary>Of them, with a name of more than 50 octets; not those that ask for the name of an address.</summary>
    public int LongNames;

    /// <summary>Of them, with a shorter name whose front part looks like data.</summary>
    public int CarryingNames;

    /// <summary>Entropy of the names of <see cref="LongNames"/> and <see cref="CarryingNames"/>, bits an octet, summed.</summary>
    public double NameEntropy;

    /// <summary>Octets of its queries.</summary>
    public long QueryOctets;

    /// <summary>Octets of the answers to it.</summary>
    public long AnswerOctets;

    /// <summary>DNS answers to it.</summary>
    public int DnsAnswers;

    /// <summary>Of them, "no such name".</summary>
    public int NxDomain;

    /// <summary>Logins at mailboxes or submission that were accepted.</summary>
    public int Logins;

    /// <summary>Logins that were refused.</summary>
    public int FailedLogins;

    /// <summary>Nc: connections to its own port 25.</summary>
    public int Connections;

    /// <summary>Nf: messages it accepted.</summary>
    public int Accepted;

    /// <summary>Recipients it refused.</summary>
    public int Refused;

    /// <summary>Of <see cref="Refused"/>, because there is no such mailbox.</summary>
    public int UserUnknown;

    /// <summary>Recipients it answered.</summary>
    public int Asked;

    internal DestinationSketch Names;

    /// <summary>Different names asked for, estimated; never more than there were queries.</summary>
    public readonly long DistinctNames => Math.Min(DnsQueries, Names.Estimate());

    /// <summary>Counts one query and its name, given as a well mixed hash.</summary>
    /// <param name="nameHash">Hash of the name; null where the query has no question.</param>
    /// <param name="octets">Octets of the message.</param>
    public void AddQuery(ulong? nameHash, int octets)
    {
        DnsQueries++;
        QueryOctets += octets;
        if (nameHash is ulong hash)
        {
            hash = (hash ^ (hash >> 31)) * 0x7FB5_D329_728E_A185;
            Names.Add((uint)(hash >> 32));
        }
    }

    /// <summary>Adds everything of another window.</summary>
    public void Add(in WireHost other)
    {
        SmtpSessions += other.SmtpSessions;
        Recipients += other.Recipients;
        RecipientsRefused += other.RecipientsRefused;
        RelayDenied += other.RelayDenied;
        Blocked += other.Blocked;
        Greylisted += other.Greylisted;
        MessagesAccepted += other.MessagesAccepted;
        MessagesRefused += other.MessagesRefused;
        DnsQueries += other.DnsQueries;
        MxQueries += other.MxQueries;
        TxtQueries += other.TxtQueries;
        LongNames += other.LongNames;
        CarryingNames += other.CarryingNames;
        NameEntropy += other.NameEntropy;
        QueryOctets += other.QueryOctets;
        AnswerOctets += other.AnswerOctets;
        DnsAnswers += other.DnsAnswers;
        NxDomain += other.NxDomain;
        Logins += other.Logins;
        FailedLogins += other.FailedLogins;
        Connections += other.Connections;
        Accepted += other.Accepted;
        Refused += other.Refused;
        UserUnknown += other.UserUnknown;
        Asked += other.Asked;
        Names.Merge(in other.Names);
    }
}
