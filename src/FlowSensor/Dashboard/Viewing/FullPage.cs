using System.Text.Encodings.Web;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>What a browser gets for which there is no room.</summary>
internal static class FullPage
{
    private const string Wait = "30";

    /// <summary>Says so, with status 503; the browser tries again by itself.</summary>
    public static Task ShowAsync(HttpContext context)
    {
        Texts texts = Texts.Of(ViewerChoices.LanguageOf(context.Request));
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.RetryAfter = Wait;
        string style = context.RequestServices.GetRequiredService<DashboardAssets>()["dashboard.css"];
        string title = HtmlEncoder.Default.Encode(texts["Too many browsers"]);
        string words = HtmlEncoder.Default.Encode(texts.Format("{0} browsers look at this dashboard already, as many as it has room for. Close one, or try again in a moment.", CircuitLimit.Most));
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="{texts.Language}" data-theme="{ViewerChoices.ThemeOf(context.Request)}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="{Wait}">
            <title>{title} · FlowSensor</title><link rel="stylesheet" href="/{style}"></head>
            <body><main><h1>{title}</h1><p>{words}</p></main></body>
            </html>

            """,
            context.RequestAborted);
    }
}
