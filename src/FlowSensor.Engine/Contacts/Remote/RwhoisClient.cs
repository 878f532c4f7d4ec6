using System.Net;
using System.Net.Sockets;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Remote;

/// <summary>
/// Asks an RWhois server (RFC 2167), follows its referrals, and asks for the contact objects that a network object names.
/// </summary>
/// <param name="host">Name or address of the first server.</param>
/// <param name="port">Its port, 4321 registered.</param>
/// <param name="timeout">Time for the whole exchange with one server.</param>
public sealed class RwhoisClient(string host, int port, TimeSpan timeout) : IContactLookup
{
    private const int MaximumReferrals = 5;

    /// <inheritdoc/>
    public string Source => $"rwhois {host}:{port}";

    /// <inheritdoc/>
    public async Task<RemoteAnswer> FindAsync(IpAddress address, CancellationToken cancellation)
    {
        var collector = new ContactCollector();
        List<string> way = [];
        var asked = new HashSet<(string Host, int Port)>();
        (string Host, int Port)? next = (host, port);
        IPAddress? referrer = null;
        while (next is (string, int) server)
        {
            if (!asked.Add(server))
            {
                way.Add("which refers in a circle");
                break;
            }

            if (asked.Count > MaximumReferrals + 1)
            {
                way.Add($"more than {MaximumReferrals} referrals");
                break;
            }

            (next, IPAddress? peer, string trouble) = await AskAsync(server, address, referrer, collector, cancellation).ConfigureAwait(false);
            referrer = peer;
            way.Add($"{server.Item1}:{server.Item2}{(trouble.Length > 0 ? $": {trouble}" : "")}");
            if (collector.HasMail)
            {
                break;
            }
        }

        string path = string.Join(", then ", way);
        return collector.HasMail
            ? new RemoteAnswer(collector.Contacts, collector.Institution, collector.Network, $"{path} names {collector.Contacts[0].Mail}")
            : RemoteAnswer.None($"{path}: no contact");
    }

    private async Task<((string, int)? Next, IPAddress? Peer, string Trouble)> AskAsync(
        (string Host, int Port) server, IpAddress address, IPAddress? referrer, ContactCollector collector, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        using var exchange = new LineExchange();
        try
        {
            IPAddress target = await ResolveAsync(server.Host, deadline.Token).ConfigureAwait(false);
            if (referrer is not null && !ReferralGuard.Allows(referrer, target))
            {
                return (null, null, $"refused, as {target} is a private address");
            }

            await exchange.ConnectAsync(target.ToString(), server.Port, deadline.Token).ConfigureAwait(false);
            string? banner = await exchange.ReadLineAsync(deadline.Token).ConfigureAwait(false);
            if (banner is null || !banner.StartsWith("%rwhois", StringComparison.OrdinalIgnoreCase))
            {
                return (null, target, "not an RWhois server");
            }

            await exchange.SendAsync("-holdconnect on", deadline.Token).ConfigureAwait(false);
            await ReadAnswerAsync(exchange, new ContactCollector(), deadline.Token).ConfigureAwait(false);
            await exchange.SendAsync($"network {address}", deadline.Token).ConfigureAwait(false);
            RwhoisAnswer answer = await ReadAnswerAsync(exchange, collector, deadline.Token).ConfigureAwait(false);
            foreach (string reference in answer.References)
            {
                await exchange.SendAsync($"contact ID=\"{reference}\"", deadline.Token).ConfigureAwait(false);
                await ReadAnswerAsync(exchange, collector, deadline.Token).ConfigureAwait(false);
            }

            await exchange.SendAsync("-quit", deadline.Token).ConfigureAwait(false);
            return (answer.Referral, target, "");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, null, "no answer in time");
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return (null, null, error.Message);
        }
    }

    private static async Task<IPAddress> ResolveAsync(string name, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(name, out IPAddress? literal))
        {
            return literal;
        }

        IPAddress[] found = await Dns.GetHostAddressesAsync(name, cancellation).ConfigureAwait(false);
        return found.Length > 0 ? found[0] : throw new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<RwhoisAnswer> ReadAnswerAsync(LineExchange exchange, ContactCollector collector, CancellationToken cancellation)
    {
        var answer = new RwhoisAnswer(collector);
        while (await exchange.ReadLineAsync(cancellation).ConfigureAwait(false) is string line && answer.Take(line))
        {
        }

        return answer;
    }
}
