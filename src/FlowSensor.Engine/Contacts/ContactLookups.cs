using System.Globalization;
using FlowSensor.Engine.Contacts.Remote;

namespace FlowSensor.Engine.Contacts;

/// <summary>Makes the configured directories elsewhere, in the order to ask them: RWhois, whois, RDAP.</summary>
public static class ContactLookups
{
    private const int RwhoisPort = 4321;
    private const int WhoisPort = 43;

    /// <summary>Makes them.</summary>
    /// <param name="options">Which.</param>
    /// <param name="client">Client for RDAP; its timeout is set.</param>
    public static IReadOnlyList<IContactLookup> Make(ContactsOptions options, HttpClient client)
    {
        client.Timeout = options.Timeout;
        List<IContactLookup> lookups = [];
        foreach (string server in options.RwhoisServers)
        {
            if (TryParseServer(server, RwhoisPort, out string host, out int port))
            {
                lookups.Add(new RwhoisClient(host, port, options.Timeout));
            }
        }

        foreach (string server in options.WhoisServers)
        {
            if (TryParseServer(server, WhoisPort, out string host, out int port))
            {
                lookups.Add(new WhoisClient(host, port, options.Timeout));
            }
        }

        lookups.AddRange(options.RdapServers.Select(server => new RdapClient(client, server)));
        return lookups;
    }

    /// <summary>Parses <c>host</c>, <c>host:port</c> or <c>[IPv6]:port</c>.</summary>
    public static bool TryParseServer(string text, int defaultPort, out string host, out int port)
    {
        port = defaultPort;
        int colon = text.LastIndexOf(':');
        bool hasPort = colon > 0 && (text[0] == '[' ? text[colon - 1] == ']' : text.IndexOf(':', StringComparison.Ordinal) == colon);
        host = (hasPort ? text[..colon] : text).Trim('[', ']');
        return Uri.CheckHostName(host) != UriHostNameType.Unknown
            && (!hasPort || (int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65_536));
    }
}
