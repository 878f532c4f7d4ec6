using System.Net;

namespace FlowSensor.Engine.RelayTesting;

/// <summary>The server that is tested, and the names it is tested with.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Domain">A domain that it receives mail for, or its name.</param>
/// <param name="Recipient">A mailbox elsewhere; nothing is ever delivered to it.</param>
public sealed record RelayTarget(IPAddress Address, int Port, string Domain, string Recipient)
{
    /// <summary>The address as a mail domain (RFC 5321 4.1.3).</summary>
    public string Literal => Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[IPv6:{Address}]" : $"[{Address}]";
}
