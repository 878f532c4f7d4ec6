namespace FlowSensor.Engine.Inspection;

/// <summary>Limits of packet inspection. Every table keyed by what is on the wire has its maximum here.</summary>
internal sealed class InspectionOptions
{
    /// <summary>TCP sessions followed at once; about 0.3 kB each. Beyond it the one idle longest is given up.</summary>
    public int MaxSessions { get; set; } = 65_536;

    /// <summary>Connection attempts remembered until their handshake is complete; 16 octets each.</summary>
    public int MaxHandshakes { get; set; } = 262_144;

    /// <summary>A session without a segment for this long is over. SMTP's longest timeout is ten minutes (RFC 5321 4.5.3.2.6).</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A session that is over is remembered this long, for late retransmissions.</summary>
    public TimeSpan ClosedTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Octets kept of segments that came out of order, over all sessions.</summary>
    public long MaxWaitingOctets { get; set; } = 16 * 1024 * 1024;

    /// <summary>The same for one direction of one session: the usual receive window of a mail server.</summary>
    public int MaxWaitingOctetsPerStream { get; set; } = 256 * 1024;

    /// <summary>DNS clients counted one by one.</summary>
    public int MaxDnsClients { get; set; } = 65_536;

    /// <summary>SMTP servers, and clients, counted one by one.</summary>
    public int MaxSmtpHosts { get; set; } = 65_536;

    /// <summary>Greylisted (client, sender, recipient) triplets waited for.</summary>
    public int MaxTriplets { get; set; } = 65_536;

    /// <summary>A sender that did not come back after this time never will: Postgrey and OpenBSD spamd forget after at most two days.</summary>
    public TimeSpan TripletTimeout { get; set; } = TimeSpan.FromHours(48);

    /// <summary>
    /// Octets a client sends after STARTTLS, or in all on port 465, from which on an encrypted session is taken to have delivered
    /// a message: a handshake, the envelope commands and a refusal stay well below.
    /// </summary>
    public int EncryptedMessageOctets { get; set; } = 3_000;

    /// <summary>And in at least this many segments: hello, key exchange, EHLO, MAIL, RCPT, DATA, message, QUIT.</summary>
    public int EncryptedMessageSegments { get; set; } = 6;

    /// <summary>Goes into all hashes of addresses; set it at random where the outside can see results, fixed where runs are compared.</summary>
    public ulong Seed { get; set; } = 0x243F_6A88_85A3_08D3;
}
