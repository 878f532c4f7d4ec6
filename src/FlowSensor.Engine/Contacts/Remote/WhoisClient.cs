using System.Net.Sockets;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Contacts.Remote;

/// <summary>Asks a whois server (RFC 3912) and takes the abuse mailbox of its answer.</summary>
/// <param name="host">Name or address of the server.</param>
/// <param name="port">Its port, 43 registered.</param>
/// <param name="timeout">Time for the whole exchange.</param>
public sealed class WhoisClient(string host, int port, TimeSpan timeout) : IContactLookup
{
    /// <inheritdoc/>
    public string Source => $"whois {host}:{port}";

    /// <inheritdoc/>
    public async Task<RemoteAnswer> FindAsync(IpAddress address, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        using var exchange = new LineExchange();
        try
        {
            await exchange.ConnectAsync(host, port, deadline.Token).ConfigureAwait(false);
            await exchange.SendAsync(address.ToString(), deadline.Token).ConfigureAwait(false);
            return await ReadAsync(exchange, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return RemoteAnswer.None("no answer in time");
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return RemoteAnswer.None(error.Message);
        }
    }

    /// <summary>Reads an answer to its end.</summary>
    internal static async Task<RemoteAnswer> ReadAsync(LineExchange exchange, CancellationToken cancellation)
    {
        var collector = new ContactCollector();
        while (await exchange.ReadLineAsync(cancellation).ConfigureAwait(false) is string line)
        {
            Take(collector, line);
        }

        return collector.HasMail
            ? new RemoteAnswer(collector.Contacts, collector.Institution, collector.Network, $"names {collector.Contacts[0].Mail}")
            : RemoteAnswer.None("names no mailbox");
    }

    // Registries write "key: value"; the RIPE NCC says the abuse contact in a comment as well.
    private static void Take(ContactCollector collector, string line)
    {
        if (line.Contains("abuse contact for", StringComparison.OrdinalIgnoreCase))
        {
            collector.Take("abuse", line);
            return;
        }

        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && line[0] is not '%' and not '#')
        {
            collector.Take(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }
    }
}
