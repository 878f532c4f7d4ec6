using System.Net;

namespace FlowSensor.Engine.Contacts;

/// <summary>The section <c>contacts.rwhois</c>: the RWhois server (RFC 2167). It publishes names and telephones: off by default.</summary>
public sealed class RwhoisServingOptions
{
    /// <summary>Address and port, registered 4321; not set: no server.</summary>
    public IPEndPoint? Listen { get; set; }

    /// <summary>This server's name in its banner; the machine's own when empty.</summary>
    public string HostName { get; set; } = "";

    /// <summary>Where to send who asks for networks that are not ours, as <c>rwhois://host:port/auth-area=.</c>; empty for nowhere.</summary>
    public string Referral { get; set; } = "";
}
