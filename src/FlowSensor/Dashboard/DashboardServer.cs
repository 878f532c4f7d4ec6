using System.Net;
using FlowSensor.Capture.Privileges;
using FlowSensor.Dashboard.Access;
using FlowSensor.Dashboard.Api;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Status;
using Microsoft.AspNetCore.DataProtection;
using OpenTelemetry.Metrics;

namespace FlowSensor.Dashboard;

/// <summary>The sensor's web server: instruments for Prometheus, and how it does.</summary>
internal sealed class DashboardServer : IDisposable
{
    private const int MostConnections = 1024;

    // A note on an incident, a log-in; nothing is uploaded.
    private const int LargestBody = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;
    private readonly MeterProvider _meters;
    private readonly RuntimePauses _pauses = new();

    private DashboardServer(WebApplication application, MeterProvider meters, string address)
    {
        _application = application;
        _meters = meters;
        Address = address;
    }

    /// <summary>Where it answers, as one types it into a browser.</summary>
    public string Address { get; }

    /// <summary>What it is made of, for tests that look at every address it has.</summary>
    internal IServiceProvider Services => _application.Services;

    /// <summary>Opens the port of a configuration; null where it has none, or where nothing is set and somebody else has the usual port.</summary>
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
        MeterProvider meters = SensorMeters.Build();
        WebApplication application = Build(endpoint, options, status, meters, logging);
        try
        {
            if (application.Services.GetRequiredService<AccessRules>().Refusal() is string refusal)
            {
                throw new DashboardException(refusal);
            }

            Start(application, user);
            return new DashboardServer(application, meters, $"{(options.Dashboard.Tls.IsOn ? "https" : "http")}://{endpoint}");
        }
        catch (Exception failure) when (failure is DashboardException or StoreException)
        {
            ((IDisposable)application).Dispose();
            meters.Dispose();
            throw;
        }
        catch (IOException failure)
        {
            // Kestrel says it twice, and with the class of what is inside.
            ((IDisposable)application).Dispose();
            meters.Dispose();
            string reason = (failure.InnerException?.Message ?? failure.Message).TrimEnd('.').ToLowerInvariant();
            if (options.Dashboard.Listen is not null)
            {
                throw new DashboardException($"The dashboard cannot listen on {endpoint}: {reason}; choose another with dashboard.listen.", failure);
            }

            trouble = $"There is no dashboard, because {endpoint} cannot be listened on: {reason}; set dashboard.listen.";
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (CancellationTokenSource patience = new(Patience))
        {
            _application.StopAsync(patience.Token).GetAwaiter().GetResult();
        }

        ((IDisposable)_application).Dispose();
        _pauses.Dispose();
        _meters.Dispose();
    }

    private static void Start(WebApplication application, ProcessUser? user)
    {
        if (user is null)
        {
            application.Start();
            return;
        }

        // Keys are files of the store, and the first use makes them: before root does.
        application.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(DashboardServer)).Protect([]);
        user.AsRoot(() =>
        {
            application.Start();
            return true;
        });
    }

    private static WebApplication Build(IPEndPoint endpoint, SensorOptions options, SensorStatus status, MeterProvider meters, ILoggerFactory logging)
    {
        // Nothing by default: no settings from the environment, no logs of its own, no signals; the sensor has all that.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddSingleton<ILoggerFactory>(new PageFailures(logging));
        builder.Services.AddRouting();
        DashboardAccess.Add(builder.Services, options, logging);
        DashboardPages.Add(builder.Services, status);
        DashboardApi.Add(builder.Services, status);
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
