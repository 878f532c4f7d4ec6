using System.Runtime.InteropServices;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>Counts of one mail server in ten minutes. Symbols as in the published statistics: Dq, Nc, Nf, Np.</summary>
internal struct MailSample
{
    /// <summary>Dq: DNS queries the server sent.</summary>
    public int Queries;

    /// <summary>Nc: connections to port 25.</summary>
    public int Connections;

    /// <summary>Nf: messages accepted on port 25.</summary>
    public int Accepted;

    /// <summary>Of <see cref="Accepted"/>, those concluded from the size of encrypted sessions.</summary>
    public int EstimatedAccepted;

    /// <summary>MAIL FROM answered 250 on port 25.</summary>
    public int SendersAccepted;

    /// <summary>Connections to the submission ports.</summary>
    public int Submissions;

    /// <summary>Messages accepted on the submission ports.</summary>
    public int Submitted;

    /// <summary>Connections the server itself opened to port 25 of others.</summary>
    public int Transferred;

    /// <summary>Different hosts among the destinations of <see cref="Transferred"/>.</summary>
    public int Destinations;

    /// <summary>Np: POP3 accesses.</summary>
    public int Pop3;

    /// <summary>IMAP accesses.</summary>
    public int Imap;

    /// <summary>Of <see cref="Pop3"/> and <see cref="Imap"/>, encrypted sessions in which the login itself was not seen.</summary>
    public int EstimatedAccesses;

    /// <summary>Logins refused.</summary>
    public int FailedLogins;

    /// <summary>Refused recipients by class.</summary>
    public RejectCounts Rejects;

    /// <summary>True when nothing was counted.</summary>
    public readonly bool IsEmpty
    {
        get
        {
            MailSample sample = this;
            return !Counts(ref sample).ContainsAnyExcept(0);
        }
    }

    public readonly int Rejected => Rejects.Total;

    public void Add(in MailSample other)
    {
        Queries += other.Queries;
        Connections += other.Connections;
        Accepted += other.Accepted;
        EstimatedAccepted += other.EstimatedAccepted;
        SendersAccepted += other.SendersAccepted;
        Submissions += other.Submissions;
        Submitted += other.Submitted;
        Transferred += other.Transferred;
        Destinations += other.Destinations;
        Pop3 += other.Pop3;
        Imap += other.Imap;
        EstimatedAccesses += other.EstimatedAccesses;
        FailedLogins += other.FailedLogins;
        Rejects.Add(other.Rejects);
    }

    public void Subtract(in MailSample other)
    {
        MailSample subtrahend = other;
        Span<int> counts = Counts(ref this);
        Span<int> taken = Counts(ref subtrahend);
        for (int index = 0; index < counts.Length; index++)
        {
            counts[index] -= taken[index];
        }
    }

    private static Span<int> Counts(ref MailSample sample) => MemoryMarshal.Cast<MailSample, int>(MemoryMarshal.CreateSpan(ref sample, 1));
}
