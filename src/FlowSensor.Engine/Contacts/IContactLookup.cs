using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts;

/// <summary>A directory elsewhere: RWhois, whois, RDAP.</summary>
public interface IContactLookup
{
    /// <summary>Name in the explanation, such as <c>rwhois 192.0.2.1:4321</c>.</summary>
    string Source { get; }

    /// <summary>Asks for an address. Trouble is an answer too: it is in <see cref="RemoteAnswer.Detail"/>, not thrown.</summary>
    Task<RemoteAnswer> FindAsync(IpAddress address, CancellationToken cancellation);
}
