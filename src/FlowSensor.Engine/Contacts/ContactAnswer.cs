using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts;

/// <summary>Whose an address is, and how that was found.</summary>
public sealed record ContactAnswer
{
    /// <summary>The address asked for.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>The network that decided; null when none did.</summary>
    public IpPrefix? Prefix { get; init; }

    /// <summary>The next hop towards the address; <c>::</c> when unknown.</summary>
    public IpAddress NextHop { get; init; }

    /// <summary>Name of the institution; empty when unknown.</summary>
    public string Institution { get; init; } = "";

    /// <summary>The institution's entry, when it is from a file.</summary>
    public Institution? Entry { get; init; }

    /// <summary>Whom to write to; empty when nobody is known.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>Every step taken, in order; the last one gave the contacts.</summary>
    public IReadOnlyList<ContactStep> Steps { get; init; } = [];
}
