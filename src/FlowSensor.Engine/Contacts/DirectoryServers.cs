using System.Net;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Contacts.Serving;
using FlowSensor.Engine.Routes;
using Microsoft.Extensions.Hosting;

namespace FlowSensor.Engine.Contacts;

/// <summary>Runs the RWhois and whois servers that are configured; what they publish is renewed within a minute of new routes.</summary>
public sealed class DirectoryServers(ContactsOptions options, ContactDirectory directory, RouterTables tables, ContactResolver resolver, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);

    private readonly List<LineServer> _servers = [];
    private RwhoisDirectory _published = new(directory, tables);
    private long _publishedOf;

    /// <summary>Where the servers listen, in the order RWhois, whois.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _servers.Select(server => server.LocalEndPoint)];

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var limits = new ServingLimits();
        string hostName = options.Rwhois.HostName.Length > 0 ? options.Rwhois.HostName : Environment.MachineName;
        Listen(options.Rwhois.Listen, () => new RwhoisSession(Volatile.Read(ref _published), hostName, options.Rwhois.Referral), limits);
        Listen(
            options.Whois.Listen,
            () => new WhoisSession(address => resolver.ResolveLocally(address, default, time.GetUtcNow().ToUnixTimeMilliseconds())),
            limits);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _servers.ForEach(server => server.Dispose());
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([.. _servers.Select(server => server.RunAsync(stoppingToken)), RenewAsync(stoppingToken)]);

    private void Listen(IPEndPoint? endPoint, Func<ILineSession> makeSession, ServingLimits limits)
    {
        if (endPoint is not null)
        {
            var server = new LineServer(endPoint, makeSession, limits);
            server.Start();
            _servers.Add(server);
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        while (options.Rwhois.Listen is not null && !stopping.IsCancellationRequested)
        {
            await Task.Delay(Renewal, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            long newest = tables.States.Sum(state => state.View.ReadAt);
            if (newest != _publishedOf)
            {
                _publishedOf = newest;
                Volatile.Write(ref _published, new RwhoisDirectory(directory, tables));
            }
        }
    }
}
