namespace FlowSensor.Generator;

/// <summary>What a run sent of one service and direction.</summary>
internal sealed class ServiceTruth(string service, string direction)
{
    /// <summary>Bit numbers in <see cref="GeneratedFlow.Services"/>; the odd one of a pair is the response direction.</summary>
    public const int All = 0, Smtp = 2, Dns = 4, Www = 6, Submission = 8, Pop3 = 10, Imap = 12, Icmp = 14, Syn = 16, Count = 18;

    private static readonly string[] Names = ["all", "smtp", "dns", "www", "submission", "pop3", "imap", "icmp", "syn"];

    /// <summary>Name of the service, as in the sensor's configuration.</summary>
    public string Service { get; } = service;

    /// <summary>Direction: <c>request</c> towards the server's port, <c>response</c> from it.</summary>
    public string Direction { get; } = direction;

    /// <summary>Flow records.</summary>
    public long Flows { get; set; }

    /// <summary>Packets.</summary>
    public long Packets { get; set; }

    /// <summary>Octets.</summary>
    public long Octets { get; set; }

    /// <summary>Distinct sources; -1 when they were not counted (forged sources).</summary>
    public long Sources { get; set; }

    /// <summary>One for each bit, all zero.</summary>
    public static ServiceTruth[] Table()
    {
        var table = new ServiceTruth[Count];
        for (int bit = 0; bit < Count; bit++)
        {
            table[bit] = new ServiceTruth(Names[bit / 2], (bit & 1) == 0 ? "request" : "response");
        }

        return table;
    }
}
