namespace FlowSensor.Engine.Storage.Inspection;

/// <summary>What was counted in packets during a window. Counts by the words of the JSON documents; those of nothing are left out.</summary>
internal sealed record StoredInspection : StoredItem
{
    /// <summary>Start of the window, Unix milliseconds.</summary>
    public required long Start { get; init; }

    /// <summary>The ledger of captured packets.</summary>
    public required IReadOnlyDictionary<string, long> Packets { get; init; }

    /// <summary>DNS messages.</summary>
    public required IReadOnlyDictionary<string, long> Dns { get; init; }

    /// <summary>Queries by type.</summary>
    public required IReadOnlyDictionary<ushort, long> DnsTypes { get; init; }

    /// <summary>Responses by code.</summary>
    public required IReadOnlyDictionary<int, long> DnsResponseCodes { get; init; }

    /// <summary>SMTP sessions and commands.</summary>
    public required IReadOnlyDictionary<string, long> Smtp { get; init; }

    /// <summary>SMTP replies by code.</summary>
    public required IReadOnlyDictionary<int, long> SmtpReplies { get; init; }

    /// <summary>POP3 sessions.</summary>
    public required IReadOnlyDictionary<string, long> Pop3 { get; init; }

    /// <summary>IMAP sessions.</summary>
    public required IReadOnlyDictionary<string, long> Imap { get; init; }
}
