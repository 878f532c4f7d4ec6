using System.Globalization;
using FlowSensor.Engine.Configuration;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FlowSensor.Dashboard.Access;

/// <summary>The cookies of sessions and forms. Their names have the port, because browsers share cookies between the ports of a host.</summary>
internal static class SessionCookie
{
    /// <summary>What a sensor's cookies end in.</summary>
    public static string SuffixOf(DashboardOptions options) => "-" + (options.Listen ?? DashboardOptions.Default).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sets the session's.</summary>
    public static void Set(CookieAuthenticationOptions options, AccessRules rules, SessionTickets tickets)
    {
        Set(options.Cookie, rules, "flowsensor");
        options.ExpireTimeSpan = rules.Options.Session;
        options.SlidingExpiration = false;
        options.SessionStore = tickets;
        options.LoginPath = LogInEndpoints.LogInPath;
        options.Events.OnRedirectToReturnUrl = static _ => Task.CompletedTask;
        options.Events.OnRedirectToAccessDenied = static context => Refusals.NotAllowedAsync(context.HttpContext);
        options.Events.OnRedirectToLogin = static context => AskToLogInAsync(context.HttpContext);
    }

    /// <summary>Sets the forms'.</summary>
    public static void Set(AntiforgeryOptions options, AccessRules rules)
    {
        Set(options.Cookie, rules, "flowsensor-form");
        options.HeaderName = CrossSiteGuard.HeaderName;
        options.FormFieldName = CrossSiteGuard.FieldName;
    }

    private static void Set(CookieBuilder cookie, AccessRules rules, string name)
    {
        // The prefix makes browsers refuse the name to other hosts of the domain and to plain HTTP (RFC 6265bis 4.1.3.2).
        cookie.Name = (rules.Options.IsEncrypted ? "__Host-" : "") + name + SuffixOf(rules.Options);
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = rules.Options.IsEncrypted ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.IsEssential = true;
    }

    private static Task AskToLogInAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!BrowserRequests.WantsPage(request))
        {
            return Refusals.NotLoggedInAsync(context);
        }

        string wanted = $"{request.PathBase}{request.Path}{request.QueryString}";
        if (BrowserRequests.IsOwn(request) is false && BrowserRequests.IsLocal(wanted))
        {
            // A link on another site led here: the cookie comes with the next request, which our own page sends.
            return LogInPage.ShowArrivalAsync(context, wanted);
        }

        context.Response.Redirect($"{LogInEndpoints.LogInPath}?return={Uri.EscapeDataString(LogInEndpoints.BackOf(wanted))}");
        return Task.CompletedTask;
    }
}
