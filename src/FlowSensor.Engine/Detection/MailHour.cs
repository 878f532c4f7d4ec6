namespace FlowSensor.Engine.Detection;

/// <summary>What an SMTP sender did in one hour: 10 octets.</summary>
internal struct MailHour
{
    public ushort Flows;

    /// <summary>Flows too small for a message.</summary>
    public ushort Small;

    /// <summary>Flows that found no server.</summary>
    public ushort Unanswered;

    /// <summary>Recipients that were answered, where packets are seen.</summary>
    public ushort Recipients;

    /// <summary>Of them, those refused for good.</summary>
    public ushort Refused;

    /// <summary>Adds counts, up to what fits.</summary>
    public void Add(uint flows, uint small, uint unanswered, uint recipients, uint refused)
    {
        Flows = Sum(Flows, flows);
        Small = Sum(Small, small);
        Unanswered = Sum(Unanswered, unanswered);
        Recipients = Sum(Recipients, recipients);
        Refused = Sum(Refused, refused);
    }

    private static ushort Sum(ushort count, uint more) => (ushort)Math.Min((ulong)count + more, ushort.MaxValue);
}
