using FlowSensor.Dashboard.Access;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>What a viewer chose and the browser remembers: language, zone and theme.</summary>
internal static class ViewerChoices
{
    /// <summary>Cookie of the language.</summary>
    public const string Language = "flowsensor-language";

    /// <summary>Cookie of the zone: a name of the time zone database.</summary>
    public const string Zone = "flowsensor-zone";

    /// <summary>Cookie of the theme: light, dark or auto.</summary>
    public const string Theme = "flowsensor-theme";

    /// <summary>The viewer of a request.</summary>
    public static Viewer Of(HttpRequest request) => Viewer.Of(LanguageOf(request), request.Cookies[Zone]);

    /// <summary>The language of a request: chosen, or what the browser prefers.</summary>
    public static string LanguageOf(HttpRequest request) =>
        Texts.Of(request.Cookies[Language] ?? request.Headers.AcceptLanguage.ToString()).Language;

    /// <summary>The theme of a request; auto follows the browser.</summary>
    public static string ThemeOf(HttpRequest request) => request.Cookies[Theme] is "light" or "dark" ? request.Cookies[Theme]! : "auto";

    /// <summary>Adds the address that changes the language without any script.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/view/language/{language}", static (HttpContext context, string language) =>
    {
        context.Response.Cookies.Append(Language, Texts.Of(language).Language, new CookieOptions
        {
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            Path = "/",
            IsEssential = true,
        });
        string back = context.Request.Query["back"].ToString();
        context.Response.Redirect(BrowserRequests.IsLocal(back) ? back : "/");
        return Task.CompletedTask;
    }).AllowAnonymous();
}
