using System.Net;

namespace FlowSensor.Engine.Contacts;

/// <summary>The section <c>contacts.whois</c>: the whois server (RFC 3912). Off by default.</summary>
public sealed class WhoisServingOptions
{
    /// <summary>Address and port, registered 43; not set: no server.</summary>
    public IPEndPoint? Listen { get; set; }
}
