using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;

namespace FlowSensor.Dashboard.Access;

/// <summary>Who may come to the dashboard and the API, and what they may do. No path is open unless it says so itself.</summary>
internal static class DashboardAccess
{
    private const string SchemeName = "any";

    /// <summary>Adds what the rest asks: policies named as in <see cref="AccessPolicies"/>, the <see cref="AuditLog"/>, antiforgery.</summary>
    /// <param name="services">Of the dashboard's server.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="logging">The sensor's own.</param>
    public static void Add(IServiceCollection services, SensorOptions options, ILoggerFactory logging)
    {
        ILogger<AuditLog> logger = logging.CreateLogger<AuditLog>();
        services.AddSingleton(TimeProvider.System).AddSingleton(logger).AddSingleton(options.Dashboard);
        services.AddSingleton(_ => AccessStore.Of(options.Store.Path));
        services.AddSingleton<AuditBook>().AddSingleton<UserBook>().AddSingleton<TokenBook>().AddSingleton<SessionBook>();
        services.AddSingleton<AuditLog>().AddSingleton<UserDirectory>().AddSingleton<AccessRules>().AddSingleton<SessionTickets>().AddSingleton<Admission>();
        services.AddSingleton<LogInThrottle>().AddSingleton<PasswordCheck>().AddSingleton<LogInPage>().AddSingleton<OpenConnections>();
        services.AddSingleton<FailureGuard>().AddSingleton<PlaceGuard>().AddSingleton<CrossSiteGuard>();
        services.AddSingleton<IAuthorizationHandler, AccessAuthorization>();
        services.AddHostedService<ConnectionWatch>();
        SessionKeys.Add(services, options.Store.Path, logger);
        AddSchemes(services, options.Dashboard);
        services.AddAuthorization(AccessPolicies.Add);
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<AccessRules>(SessionCookie.Set);
        services.Configure<FormOptions>(static form =>
        {
            form.ValueCountLimit = 64;
            form.KeyLengthLimit = 128;
            form.MultipartHeadersCountLimit = 8;
        });
    }

    /// <summary>Puts it before everything else that answers.</summary>
    public static void Use(WebApplication application)
    {
        AccessRules rules = application.Services.GetRequiredService<AccessRules>();
        application.Use(next => context => SecurityHeaders.SetAsync(context, next, rules));
        application.UseMiddleware<FailureGuard>();
        application.Use(static next => context => PlaceGuard.KeepPeerAsync(context, next));
        if (rules.Options.BehindProxy.IsOn)
        {
            application.UseForwardedHeaders(PlaceGuard.Forwarded(rules));
        }

        application.UseMiddleware<PlaceGuard>();
        application.UseRouting();
        application.UseAuthentication();
        application.UseMiddleware<CrossSiteGuard>();
        application.UseAuthorization();
        application.Use(static next => context => NoteConnectionAsync(context, next));
        application.UseAntiforgery();
        LogInEndpoints.Map(application, rules);
    }

    private static void AddSchemes(IServiceCollection services, DashboardOptions dashboard)
    {
        AuthenticationBuilder authentication = services.AddAuthentication(SchemeName)
            .AddPolicyScheme(SchemeName, null, static policy => policy.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, OpenHandler>(OpenHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null)
            .AddCookie(SessionTickets.SchemeName);
        services.AddOptions<CookieAuthenticationOptions>(SessionTickets.SchemeName).Configure<AccessRules, SessionTickets>(SessionCookie.Set);
        if (dashboard.Oidc.IsOn)
        {
            ProviderLogIn.Add(authentication, dashboard);
        }
    }

    private static string SchemeOf(HttpContext context)
    {
        if (TokenHandler.Shows(context.Request))
        {
            return TokenHandler.SchemeName;
        }

        return context.RequestServices.GetRequiredService<AccessRules>().IsOpen ? OpenHandler.SchemeName : SessionTickets.SchemeName;
    }

    private static async Task NoteConnectionAsync(HttpContext context, RequestDelegate next)
    {
        if (!BrowserRequests.IsHub(context.Request) && !BrowserRequests.IsSocket(context.Request))
        {
            await next(context);
            return;
        }

        OpenConnections connections = context.RequestServices.GetRequiredService<OpenConnections>();
        connections.Add(context);
        try
        {
            await next(context);
        }
        finally
        {
            connections.Remove(context);
        }
    }
}
