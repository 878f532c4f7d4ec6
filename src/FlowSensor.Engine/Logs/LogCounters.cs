using FlowSensor.Engine.Inspection;

namespace FlowSensor.Engine.Logs;

/// <summary>What lines say beside what is kept by server and day.</summary>
internal sealed class LogCounters
{
    /// <summary>Refusals at other stages than RCPT.</summary>
    public long OtherRefusals { get; set; }

    /// <summary>Connections of the host to itself, such as those of a content filter: no accesses.</summary>
    public long LocalConnections { get; set; }

    /// <summary>Passwords refused in SMTP.</summary>
    public long AuthFailures { get; set; }

    /// <summary>Messages that the queue took in.</summary>
    public long Queued { get; set; }

    /// <summary>Octets of them.</summary>
    public long QueuedOctets { get; set; }

    /// <summary>Messages that left the queue.</summary>
    public long Removed { get; set; }

    /// <summary>Recipients' copies delivered.</summary>
    public long Sent { get; set; }

    /// <summary>Attempts that put a copy off.</summary>
    public long Deferred { get; set; }

    /// <summary>Copies returned or given up.</summary>
    public long Bounced { get; set; }

    /// <summary>Time from arrival to delivery, of the copies delivered.</summary>
    public DelayBands Delays { get; } = new();

    /// <summary>The longest of <see cref="Delays"/>, milliseconds.</summary>
    public long LongestDelayMs { get; set; }

    /// <summary>Of <see cref="Delays"/>, milliseconds spent in the queue.</summary>
    public long InQueueMs { get; set; }

    /// <summary>Messages with a virus.</summary>
    public long Viruses { get; set; }

    /// <summary>Messages called spam.</summary>
    public long Spam { get; set; }

    /// <summary>Messages called clean.</summary>
    public long Clean { get; set; }

    /// <summary>Names of viruses.</summary>
    public NameCounter VirusNames { get; } = new(256);

    /// <summary>Triplets a greylister saw for the first time, by its own log.</summary>
    public long GreyNew { get; set; }

    /// <summary>Attempts that came too early.</summary>
    public long GreyEarly { get; set; }

    /// <summary>Attempts let pass.</summary>
    public long GreyPassed { get; set; }

    /// <summary>Connections of clients on a black list.</summary>
    public long Blacklisted { get; set; }

    /// <summary>Lines of trouble: SYSERR, fatal, load too high ...</summary>
    public long Trouble { get; set; }

    /// <summary>Events that syslog summed up as repeated.</summary>
    public long Repeated { get; set; }
}
