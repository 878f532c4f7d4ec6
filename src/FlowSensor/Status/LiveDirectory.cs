using System.Diagnostics.Metrics;
using System.Net.Sockets;
using FlowSensor.Capture;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Routes;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Status;

/// <summary>What a running sensor knows of routes and institutions: reads the routers, and answers RWhois and whois. One configuration long.</summary>
internal sealed class LiveDirectory : IDisposable
{
    // Of the ten seconds from signal to exit, the store needs the most.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly RoutePoller _poller;
    private readonly DirectoryServers _servers;
    private readonly ILogger _logger;
    private readonly ContactResolver _resolver;
    private readonly ContactResolver _askingResolver;
    private readonly HttpClient _client = new();
    private readonly TimeProvider _clock;
    private bool _isDisposed;

    /// <summary>Restores the last tables and opens the ports of the servers.</summary>
    /// <exception cref="CaptureException">A port cannot be listened on; nothing stays open then.</exception>
    public LiveDirectory(SensorOptions options, ContactDirectory institutions, TimeProvider clock, IMeterFactory meters, ILoggerFactory logging)
    {
        _logger = logging.CreateLogger<LiveDirectory>();
        RouteSnapshots snapshots = RouteSnapshots.Of(options.Store.Path, options.Snmp);
        RouterTables tables = snapshots.RestoreAll(options.Snmp);
        Groups = GroupTotals.For(institutions, tables);
        Contact? fallback = options.Contacts.DefaultMail.Length > 0 ? new Contact(ContactRole.Abuse, "", options.Contacts.DefaultMail, "") : null;
        _clock = clock;
        Tables = tables;
        Institutions = institutions;
        _resolver = new ContactResolver(institutions, tables, [], fallback, options.Contacts.CacheTime);
        _askingResolver = new ContactResolver(institutions, tables, ContactLookups.Make(options.Contacts, _client), fallback, options.Contacts.CacheTime);
        _poller = new RoutePoller(options.Snmp, tables, snapshots, new RoutesMetrics(meters), clock, logging.CreateLogger<RoutePoller>());
        _servers = new DirectoryServers(options.Contacts, institutions, tables, _resolver, clock);
        try
        {
            Start(_servers);
        }
        catch (SocketException failure)
        {
            _servers.Dispose();
            _poller.Dispose();
            _client.Dispose();
            string ports = string.Join(" or ", new[] { options.Contacts.Rwhois.Listen, options.Contacts.Whois.Listen }.Where(static port => port is not null));
            throw new CaptureException($"The directory servers cannot listen on {ports}: {failure.Message}; choose others with contacts.rwhois.listen and contacts.whois.listen.", failure);
        }

        if (_servers.EndPoints.Count > 0)
        {
            SensorLog.Publishing(_logger, string.Join(", ", _servers.EndPoints), institutions.Institutions.Count);
        }
    }

    /// <summary>Groups traffic by what is known; null where neither routers nor institutions are configured.</summary>
    public GroupTotals? Groups { get; }

    /// <summary>The routers' tables.</summary>
    public RouterTables Tables { get; }

    /// <summary>The institutions.</summary>
    public ContactDirectory Institutions { get; }

    /// <summary>Finds contacts.</summary>
    /// <param name="offline">Ask no directory elsewhere.</param>
    public ContactResolver Resolver(bool offline) => offline ? _resolver : _askingResolver;

    /// <summary>Whose an address is, by files and routes alone.</summary>
    public ContactAnswer ContactOf(IpAddress address) => _resolver.ResolveLocally(address, default, _clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Begins to read the routers.</summary>
    public void StartReading() => Start(_poller);

    /// <summary>Ends reading and answering.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        using CancellationTokenSource patience = new(Patience);
        Task.WhenAll(_poller.StopAsync(patience.Token), _servers.StopAsync(patience.Token)).GetAwaiter().GetResult();
        _servers.Dispose();
        _poller.Dispose();
        _client.Dispose();
    }

    private void Start(BackgroundService work)
    {
        work.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        work.ExecuteTask?.ContinueWith(
            task => SensorLog.Failed(_logger, task.Exception!.GetBaseException().Message),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }
}
