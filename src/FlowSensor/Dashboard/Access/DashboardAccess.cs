using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace FlowSensor.Dashboard.Access;

/// <summary>Who may come to the dashboard and the API, and what they may do. No path is open unless it says so itself.</summary>
internal static class DashboardAccess
{
    /// <summary>Adds what the rest asks: policies named as in <see cref="AccessPolicies"/>, the <see cref="AuditLog"/>, antiforgery.</summary>
    /// <param name="services">Of the dashboard's server.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="logging">The sensor's own.</param>
    public static void Add(IServiceCollection services, SensorOptions options, ILoggerFactory logging)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(logging.CreateLogger<AuditLog>());
        services.AddSingleton(new AccessRules(options.Dashboard));
        services.AddSingleton(_ => AccessStore.Of(options.Store.Path));
        services.AddSingleton<AuditBook>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IAuthorizationHandler, AccessAuthorization>();
        services.AddAuthentication(OpenHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, OpenHandler>(OpenHandler.SchemeName, null);
        services.AddAuthorization(AccessPolicies.Add);
        services.AddAntiforgery();
    }

    /// <summary>Puts it before everything else that answers.</summary>
    public static void Use(WebApplication application)
    {
        application.Use(static next => context => SecurityHeaders.SetAsync(context, next));
        application.UseRouting();
        application.UseAuthentication();
        application.UseAuthorization();
        application.UseAntiforgery();
    }
}
