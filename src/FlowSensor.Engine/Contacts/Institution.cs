using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts;

/// <summary>A member institution: what is its own, and who answers for it.</summary>
public sealed record Institution
{
    /// <summary>Name, unique.</summary>
    public required string Name { get; init; }

    /// <summary>Its networks.</summary>
    public IReadOnlyList<IpPrefix> Networks { get; init; } = [];

    /// <summary>Next hops behind which everything is its own.</summary>
    public IReadOnlyList<IpAddress> NextHops { get; init; } = [];

    /// <summary>Its contacts, abuse first.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>Postal address.</summary>
    public string Address { get; init; } = "";

    /// <summary>Language of reports, as RFC 5646 names it; empty for the sensor's own.</summary>
    public string Language { get; init; } = "";

    /// <summary>How it wants to be told.</summary>
    public NotifyPolicy Policy { get; init; }

    /// <summary>Who wrote the entry.</summary>
    public string UpdatedBy { get; init; } = "";

    /// <summary>When the entry was last changed.</summary>
    public DateOnly? Updated { get; init; }

    /// <summary>File that it is from.</summary>
    public string Source { get; init; } = "";

    /// <summary>When the file was last changed, Unix milliseconds; the age of the answer where <see cref="Updated"/> is not given.</summary>
    public long SourceTime { get; init; }

    /// <summary>Age of the entry in seconds.</summary>
    public long AgeSeconds(long now)
    {
        long written = Updated is DateOnly date
            ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds()
            : SourceTime;
        return Math.Max(0, (now - written) / 1000);
    }
}
