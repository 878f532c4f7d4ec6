using FlowSensor.Dashboard.Answers;
using FlowSensor.Dashboard.Components;
using FlowSensor.Dashboard.Viewing;
using FlowSensor.Status;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FlowSensor.Dashboard;

/// <summary>The pages of the dashboard: Blazor components that are rendered here and kept up to date over one connection a browser.</summary>
internal static class DashboardPages
{
    // A page's events are clicks and short texts; SignalR's default is the same.
    private const int LongestMessage = 32 * 1024;

    /// <summary>Adds what the pages need.</summary>
    public static void Add(IServiceCollection services, SensorStatus status)
    {
        services.AddSingleton(status);
        services.AddRazorComponents().AddInteractiveServerComponents(static circuits =>
        {
            circuits.DetailedErrors = false;
            circuits.DisconnectedCircuitMaxRetained = CircuitLimit.Retained;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
            circuits.MaxBufferedUnacknowledgedRenderBatches = 4;
            circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
        }).AddHubOptions(static hub =>
        {
            hub.MaximumReceiveMessageSize = LongestMessage;
            hub.MaximumParallelInvocationsPerClient = 1;
        });
        services.AddCascadingValue(static _ => new Viewer());
        services.AddSingleton<DashboardAssets>();
        services.AddSingleton<CircuitLimit>();
        services.AddScoped<CircuitHandler>(static provider => provider.GetRequiredService<CircuitLimit>().Watch());
        services.AddSingleton<LiveTicker>();
        services.AddSingleton<AnswerCache>();
    }

    /// <summary>Adds the pages, what browsers load with them, and the choices of a viewer.</summary>
    public static void Map(WebApplication application)
    {
        CircuitLimit limit = application.Services.GetRequiredService<CircuitLimit>();
        application.Use(next => context => limit.HasRoom || !IsPage(context) ? next(context) : FullPage.ShowAsync(context));
        application.Services.GetRequiredService<DashboardAssets>().Map(application);
        ViewerChoices.Map(application);
        application.MapRazorComponents<App>().AddInteractiveServerRenderMode(static options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
    }

    private static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null || context.Request.Path.StartsWithSegments("/_blazor/negotiate");
}
