using System.Security.Claims;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace FlowSensor.Dashboard.Access;

/// <summary>Log-in at an OpenID Connect provider: authorization code with PKCE, whose outcome is a session like any other.</summary>
internal static class ProviderLogIn
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "oidc";

    /// <summary>
    /// What the names of those begin with who come from the provider. No user of configuration or store can have the colon in the name, so who
    /// names oneself there like a user here is still another.
    /// </summary>
    public const string NamePrefix = "oidc:";

    /// <summary>Why somebody is back at the log-in: nothing gave a role.</summary>
    public const string NoRole = "role";

    /// <summary>Why somebody is back at the log-in: it did not work.</summary>
    public const string Failed = "provider";

    private const string AnswerPath = "/login/answer";

    /// <summary>Adds it.</summary>
    public static void Add(AuthenticationBuilder authentication, DashboardOptions dashboard) => authentication.AddOpenIdConnect(SchemeName, oidc =>
    {
        DashboardOidcOptions provider = dashboard.Oidc;
        string suffix = SessionCookie.SuffixOf(dashboard);
        CookieSecurePolicy security = dashboard.IsEncrypted ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        oidc.Authority = provider.Authority!.ToString();
        oidc.RequireHttpsMetadata = provider.Authority.Scheme == Uri.UriSchemeHttps;
        oidc.ClientId = provider.ClientId;
        oidc.ClientSecret = provider.ClientSecret.Length > 0 ? provider.ClientSecret : null;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.SaveTokens = false;
        oidc.DisableTelemetry = true;
        oidc.MapInboundClaims = false;
        oidc.GetClaimsFromUserInfoEndpoint = false;
        oidc.SignInScheme = SessionTickets.SchemeName;
        oidc.CallbackPath = AnswerPath;
        oidc.RemoteSignOutPath = PathString.Empty;
        oidc.TokenValidationParameters.NameClaimType = provider.NameClaim;

        // The provider's redirect is another site's navigation, which Lax allows and None would need no more than.
        oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oidc.NonceCookie.SameSite = SameSiteMode.Lax;
        oidc.CorrelationCookie.SecurePolicy = security;
        oidc.NonceCookie.SecurePolicy = security;
        oidc.CorrelationCookie.Name = $"flowsensor-oidc{suffix}.";
        oidc.NonceCookie.Name = $"flowsensor-nonce{suffix}.";
        oidc.Scope.Clear();
        foreach (string scope in provider.Scopes.Prepend("openid").Distinct())
        {
            oidc.Scope.Add(scope);
        }

        oidc.Events.OnTokenValidated = context => TakeAsync(context, provider);
        oidc.Events.OnRemoteFailure = RefuseAsync;
    });

    /// <summary>Sends a browser to the provider.</summary>
    public static async Task BeginAsync(HttpContext context)
    {
        string back = LogInEndpoints.BackOf(context.Request.Query["return"]);
        try
        {
            await context.ChallengeAsync(SchemeName, new AuthenticationProperties { RedirectUri = $"{LogInEndpoints.ArrivalPath}?return={Uri.EscapeDataString(back)}" });
        }
        catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException)
        {
            // What the library throws when the provider's own description cannot be had.
            AccessLog.ProviderAway(context.RequestServices.GetRequiredService<ILogger<AuditLog>>(), failure.Message);
            context.Response.Redirect($"{LogInEndpoints.LogInPath}?reason={Failed}");
        }
    }

    /// <summary>The role that a provider's claims give; null for none.</summary>
    public static AccessRole? RoleOf(ClaimsPrincipal principal, DashboardOidcOptions provider)
    {
        AccessRole? role = provider.DefaultRole;
        foreach (Claim claim in principal.FindAll(provider.RoleClaim))
        {
            if (provider.Roles.TryGetValue(claim.Value, out AccessRole given) && !(role >= given))
            {
                role = given;
            }
        }

        return role;
    }

    private static async Task TakeAsync(TokenValidatedContext context, DashboardOidcOptions provider)
    {
        ClaimsPrincipal principal = context.Principal!;
        string name = AuditBook.Plain(principal.FindFirstValue(provider.NameClaim) ?? principal.FindFirstValue("sub") ?? "").Trim();
        string address = context.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
        AuditLog audit = context.HttpContext.RequestServices.GetRequiredService<AuditLog>();
        if (name.Length == 0 || RoleOf(principal, provider) is not AccessRole role)
        {
            audit.Write(new Actor("", null, address), AuditActions.LogIn, NamePrefix + name, AuditLog.Refused, "no role of the provider");
            BackToLogIn(context, NoRole);
            return;
        }

        // A session is never taken over by another user: its key may be known to whoever opened it.
        await context.HttpContext.SignOutAsync(SessionTickets.SchemeName);
        Actor actor = new(NamePrefix + name, role, address);
        context.Principal = actor.ToPrincipal(SessionTickets.SchemeName, new Claim(SessionTickets.OriginClaim, SessionTickets.ByProvider));
        audit.Write(actor, AuditActions.LogIn, actor.Name, AuditLog.Done, "by the provider");
    }

    private static Task RefuseAsync(RemoteFailureContext context)
    {
        string address = context.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
        AuditLog audit = context.HttpContext.RequestServices.GetRequiredService<AuditLog>();
        audit.Write(new Actor("", null, address), AuditActions.LogIn, "", AuditLog.Refused, context.Failure?.Message ?? "the provider failed");
        context.Response.Redirect($"{LogInEndpoints.LogInPath}?reason={Failed}");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static void BackToLogIn(TokenValidatedContext context, string reason)
    {
        context.Response.Redirect($"{LogInEndpoints.LogInPath}?reason={reason}");
        context.HandleResponse();
    }
}
