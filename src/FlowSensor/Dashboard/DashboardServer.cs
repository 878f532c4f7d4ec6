using System.Net;
using System.Net.Sockets;
using FlowSensor.Capture.Privileges;
using FlowSensor.Dashboard.Access;
using FlowSensor.Dashboard.Api;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Status;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using OpenTelemetry.Metrics;

namespace FlowSensor.Dashboard;

/// <summary>The sensor's web server: instruments for Prometheus, and how it does.</summary>
internal sealed class DashboardServer : IDisposable
{
    private const int MostConnections = 1024;
    private const int Backlog = 512;

    // A note on an incident, a log-in; nothing is uploaded.
    private const int LargestBody = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;
    private readonly Socket _listener;
    private readonly MeterProvider _meters;
    private readonly RuntimePauses _pauses = new();

    private DashboardServer(WebApplication application, Socket listener, MeterProvider meters, string address)
    {
        _application = application;
        _listener = listener;
        _meters = meters;
        Address = address;
    }

    /// <summary>Where it answers, as one types it into a browser.</summary>
    public string Address { get; }

    /// <summary>What it is made of, for tests that look at every address it has.</summary>
    internal IServiceProvider Services => _application.Services;

    /// <summary>
    /// Opens the port of a configuration; null where it has none, or where nothing is set and somebody else has the usual port. Who connects waits until
    /// <see cref="Answer"/>, so that no request is worked on while the process has the rights of root.
    /// </summary>
    /// <param name="options">The configuration.</param>
    /// <param name="status">What the sensor says of itself.</param>
    /// <param name="logging">The sensor's own.</param>
    /// <param name="trouble">Why the usual port was not to be had.</param>
    /// <param name="user">Lends the rights of root for opening the port, and for nothing else; null where there are none to lend.</param>
    /// <exception cref="DashboardException">The port that is set cannot be listened on.</exception>
    public static DashboardServer? Open(SensorOptions options, SensorStatus status, ILoggerFactory logging, out string? trouble, ProcessUser? user = null)
    {
        trouble = null;
        if (!options.Dashboard.Enabled)
        {
            return null;
        }

        IPEndPoint endpoint = options.Dashboard.Listen ?? DashboardOptions.Default;
        Socket listener;
        try
        {
            listener = user is null ? Listen(endpoint) : user.AsRoot(() => Listen(endpoint));
        }
        catch (SocketException failure)
        {
            string reason = failure.Message.TrimEnd('.').ToLowerInvariant();
            if (options.Dashboard.Listen is not null)
            {
                throw new DashboardException($"The dashboard cannot listen on {endpoint}: {reason}; choose another with dashboard.listen.", failure);
            }

            trouble = $"There is no dashboard, because {endpoint} cannot be listened on: {reason}; set dashboard.listen.";
            return null;
        }

        MeterProvider meters = SensorMeters.Build();
        WebApplication application = Build(endpoint, listener, options, status, meters, logging);
        DashboardServer server = new(application, listener, meters, $"{(options.Dashboard.Tls.IsOn ? "https" : "http")}://{endpoint}");
        try
        {
            return application.Services.GetRequiredService<AccessRules>().Refusal() is string refusal ? throw new DashboardException(refusal) : server;
        }
        catch (Exception failure) when (failure is DashboardException or StoreException)
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Begins to answer. Whatever a request makes from here on belongs to the user whom the process acts as.</summary>
    /// <returns>The server.</returns>
    public DashboardServer Answer()
    {
        _application.Start();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (CancellationTokenSource patience = new(Patience))
        {
            _application.StopAsync(patience.Token).GetAwaiter().GetResult();
        }

        ((IDisposable)_application).Dispose();
        _listener.Dispose();
        _pauses.Dispose();
        _meters.Dispose();
    }

    private static Socket Listen(IPEndPoint endpoint)
    {
        Socket listener = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        try
        {
            listener.Listen(Backlog);
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    private static WebApplication Build(IPEndPoint endpoint, Socket listener, SensorOptions options, SensorStatus status, MeterProvider meters, ILoggerFactory logging)
    {
        // Nothing by default: no settings from the environment, no logs of its own, no signals; the sensor has all that.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddSingleton<ILoggerFactory>(new PageFailures(logging));
        builder.Services.AddRouting();
        DashboardAccess.Add(builder.Services, options, logging);
        DashboardPages.Add(builder.Services, status);
        DashboardApi.Add(builder.Services, status);
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => listener);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(endpoint, listen => DashboardTls.Use(listen, options.Dashboard.Tls));
        });
        WebApplication application = builder.Build();
        DashboardApi.Use(application);
        DashboardAccess.Use(application);
        HealthEndpoints.Map(application, status);
        application.MapPrometheusScrapingEndpoint("/metrics", meters, configureBranchedPipeline: null, optionsName: null).RequireAuthorization(AccessPolicies.Metrics);
        DashboardApi.Map(application, logging);
        DashboardPages.Map(application);
        return application;
    }
}
