using System.Reflection;
using System.Security.Claims;
using FlowSensor.Engine.Storage.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace FlowSensor.Dashboard.Access;

/// <summary>Logging in and out.</summary>
internal static class LogInEndpoints
{
    /// <summary>Where people log in.</summary>
    public const string LogInPath = "/login";

    /// <summary>Where people log out: asked for it shows a question, sent to it ends the session.</summary>
    public const string LogOutPath = "/logout";

    /// <summary>The style of these pages.</summary>
    public const string StylePath = "/login.css";

    /// <summary>Where log-in at the provider begins.</summary>
    public const string ProviderPath = "/login/provider";

    /// <summary>Where those go who come back from the provider.</summary>
    public const string ArrivalPath = "/login/arrival";

    private const int LargestForm = 16 << 10;
    private static readonly TimeSpan PlacesKnown = TimeSpan.FromDays(30);
    private static readonly byte[] Style = ReadStyle();

    /// <summary>Adds them; they need no log-in.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, AccessRules rules)
    {
        endpoints.MapGet(LogInPath, AskAsync).AllowAnonymous();
        endpoints.MapPost(LogInPath, LogInAsync).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        endpoints.MapGet(LogOutPath, static context => context.RequestServices.GetRequiredService<LogInPage>().ShowLogOutAsync(context)).RequireAuthorization(AccessPolicies.Read);
        endpoints.MapPost(LogOutPath, LogOutAsync).RequireAuthorization(AccessPolicies.Read).WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        endpoints.MapGet(StylePath, static context =>
        {
            context.Response.ContentType = "text/css; charset=utf-8";
            context.Response.Headers.CacheControl = "max-age=3600";
            return context.Response.Body.WriteAsync(Style, context.RequestAborted).AsTask();
        }).AllowAnonymous();
        if (rules.Options.Oidc.IsOn)
        {
            endpoints.MapGet(ProviderPath, ProviderLogIn.BeginAsync).AllowAnonymous();
            endpoints.MapGet(ArrivalPath, static context => LogInPage.ShowArrivalAsync(context, BackOf(context.Request.Query["return"]))).AllowAnonymous();
        }
    }

    /// <summary>A path to go on to, or the first page where none of ours is named.</summary>
    public static string BackOf(string? path) => BrowserRequests.IsLocal(path) && !path!.StartsWith(LogInPath, StringComparison.Ordinal) ? path : "/";

    private static Task AskAsync(HttpContext context)
    {
        string back = BackOf(context.Request.Query["return"]);
        if (Actor.Of(context.User).Role is not null)
        {
            context.Response.Redirect(back);
            return Task.CompletedTask;
        }

        LogInText text = LogInText.Of(context.Request);
        string? trouble = context.Request.Query["reason"].ToString() switch
        {
            ProviderLogIn.NoRole => text.NoRole,
            ProviderLogIn.Failed => text.ProviderFailed,
            _ => null,
        };
        return context.RequestServices.GetRequiredService<LogInPage>().ShowLogInAsync(context, StatusCodes.Status200OK, back, trouble);
    }

    private static async Task LogInAsync(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string name = form["name"].ToString().Trim().ToLowerInvariant();
        string password = form["password"].ToString();
        string back = BackOf(form["return"]);
        LogInPage page = services.GetRequiredService<LogInPage>();
        LogInText text = LogInText.Of(context.Request);
        if (context.User.Identity is { IsAuthenticated: true })
        {
            // A session is never taken over by another user: its key may be known to whoever opened it.
            await context.SignOutAsync(SessionTickets.SchemeName);
            context.Response.Redirect($"{LogInPath}?return={Uri.EscapeDataString(back)}");
            return;
        }

        AuditLog audit = services.GetRequiredService<AuditLog>();
        LogInThrottle throttle = services.GetRequiredService<LogInThrottle>();
        TimeProvider clock = services.GetRequiredService<TimeProvider>();
        KnownUser? user = services.GetRequiredService<UserDirectory>().Find(name);
        string address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        bool isKnownPlace = services.GetRequiredService<AuditBook>().HasDone(name, address, AuditActions.LogIn, clock.GetUtcNow() - PlacesKnown);
        Actor stranger = new("", null, address);
        TimeSpan wait = throttle.Begin(context.Connection.RemoteIpAddress, name, isKnownPlace);
        if (wait > TimeSpan.Zero)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            await page.ShowLogInAsync(context, StatusCodes.Status429TooManyRequests, back, text.Slow, name[..Math.Min(name.Length, UserName.Longest)]);
            return;
        }

        bool? fits = password.Length <= PasswordHash.LongestPassword
            ? await services.GetRequiredService<PasswordCheck>().FitsAsync(user, password, context.RequestAborted)
            : false;
        if (fits is null)
        {
            context.Response.Headers.RetryAfter = "5";
            await page.ShowLogInAsync(context, StatusCodes.Status503ServiceUnavailable, back, text.Busy, name[..Math.Min(name.Length, UserName.Longest)]);
            return;
        }

        if (fits is false || user is null)
        {
            audit.Write(stranger, AuditActions.LogIn, name, AuditLog.Refused);
            await page.ShowLogInAsync(context, StatusCodes.Status401Unauthorized, back, text.Wrong, name[..Math.Min(name.Length, UserName.Longest)]);
            return;
        }

        throttle.Succeed(context.Connection.RemoteIpAddress, name);
        Actor actor = new(user.Name, user.Role, address);
        await context.SignInAsync(SessionTickets.SchemeName, actor.ToPrincipal(SessionTickets.SchemeName, new Claim(SessionTickets.OriginClaim, SessionTickets.ByPassword)));
        audit.Write(actor, AuditActions.LogIn, name, AuditLog.Done);
        context.Response.Redirect(back);
    }

    private static async Task LogOutAsync(HttpContext context)
    {
        context.RequestServices.GetRequiredService<AuditLog>().Write(context.User, AuditActions.LogOut, Actor.Of(context.User).Name, AuditLog.Done);
        await context.SignOutAsync(SessionTickets.SchemeName);
        context.Response.Redirect(LogInPath);
    }

    private static byte[] ReadStyle()
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("FlowSensor.login.css")!;
        byte[] style = new byte[resource.Length];
        resource.ReadExactly(style);
        return style;
    }
}
