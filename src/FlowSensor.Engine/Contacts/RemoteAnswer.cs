using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts;

/// <summary>What a directory elsewhere said.</summary>
/// <param name="Contacts">Whom it names; empty when nobody.</param>
/// <param name="Institution">The institution's name; empty when not told.</param>
/// <param name="Network">The network meant; null when not told.</param>
/// <param name="Detail">The way to the answer, or why there is none, in words.</param>
public sealed record RemoteAnswer(IReadOnlyList<Contact> Contacts, string Institution, IpPrefix? Network, string Detail)
{
    /// <summary>No answer.</summary>
    public static RemoteAnswer None(string detail) => new([], "", null, detail);
}
