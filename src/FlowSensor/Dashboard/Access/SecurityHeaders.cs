using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FlowSensor.Dashboard.Access;

/// <summary>The headers that every answer has, so that what is captured from the wire stays text even where a page has a mistake.</summary>
internal static class SecurityHeaders
{
    // Scripts and styles are files of this server only: the pages' pictures are drawn with attributes of SVG, so that nothing needs a style in place.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private const string Permissions =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

    // Not no-referrer: with it browsers say of the log-in's form that it comes from nowhere, and it is refused as another site's.
    private static readonly (string Name, StringValues Value)[] Always =
    [
        ("Content-Security-Policy", ContentPolicy),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", Permissions),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    /// <summary>Sets them when the answer begins, over whatever was set before; answers that say nothing about caches are not kept in them.</summary>
    public static Task SetAsync(HttpContext context, RequestDelegate next, AccessRules rules)
    {
        context.Response.OnStarting(() => Set(context, rules));
        return next(context);
    }

    private static Task Set(HttpContext context, AccessRules rules)
    {
        IHeaderDictionary headers = context.Response.Headers;
        foreach ((string name, StringValues value) in Always)
        {
            headers[name] = value;
        }

        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        if (context.Request.IsHttps && rules.Options.Tls.Hsts > TimeSpan.Zero)
        {
            headers.StrictTransportSecurity = string.Create(CultureInfo.InvariantCulture, $"max-age={(long)rules.Options.Tls.Hsts.TotalSeconds}");
        }

        return Task.CompletedTask;
    }
}
