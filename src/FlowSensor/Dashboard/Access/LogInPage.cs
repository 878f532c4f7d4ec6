using System.Text;
using System.Text.Encodings.Web;
using FlowSensor.Engine.Configuration;
using Microsoft.AspNetCore.Antiforgery;

namespace FlowSensor.Dashboard.Access;

/// <summary>The pages of log-in and log-out: plain forms without scripts, which need nothing else of the dashboard.</summary>
/// <param name="antiforgery">Tokens of the forms.</param>
/// <param name="options">The section <c>dashboard</c>.</param>
internal sealed class LogInPage(IAntiforgery antiforgery, DashboardOptions options)
{
    /// <summary>Shows the log-in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="back">Where to go on to.</param>
    /// <param name="trouble">What went wrong before; null for nothing.</param>
    /// <param name="name">What was typed as a name.</param>
    public Task ShowLogInAsync(HttpContext context, int status, string back, string? trouble = null, string name = "")
    {
        LogInText text = LogInText.Of(context.Request);
        StringBuilder body = new();
        body.Append("<h1>FlowSensor</h1>\n");
        if (trouble is not null)
        {
            body.Append("<p role=\"alert\" class=\"trouble\">").Append(Encode(trouble)).Append("</p>\n");
        }

        body.Append("<form method=\"post\" action=\"").Append(LogInEndpoints.LogInPath).Append("\">\n");
        AppendHidden(body, context, back);
        body.Append("<label for=\"name\">").Append(Encode(text.Name)).Append("</label>\n<input id=\"name\" name=\"name\" maxlength=\"64\" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required autofocus value=\"")
            .Append(Encode(name)).Append("\">\n");
        body.Append("<label for=\"password\">").Append(Encode(text.Password))
            .Append("</label>\n<input id=\"password\" name=\"password\" type=\"password\" maxlength=\"256\" autocomplete=\"current-password\" required>\n");
        body.Append("<button type=\"submit\">").Append(Encode(text.LogIn)).Append("</button>\n</form>\n");
        if (options.Oidc.IsOn)
        {
            string title = options.Oidc.Title.Length > 0 ? options.Oidc.Title : options.Oidc.Authority!.Host;
            body.Append("<p><a class=\"provider\" href=\"").Append(LogInEndpoints.ProviderPath).Append("?return=").Append(Uri.EscapeDataString(back)).Append("\">")
                .Append(Encode($"{text.Provider} {title}")).Append("</a></p>\n");
        }

        return WriteAsync(context, status, text, text.Title, body.ToString());
    }

    /// <summary>Asks whether to log out.</summary>
    public Task ShowLogOutAsync(HttpContext context)
    {
        LogInText text = LogInText.Of(context.Request);
        StringBuilder body = new();
        body.Append("<h1>FlowSensor</h1>\n<form method=\"post\" action=\"").Append(LogInEndpoints.LogOutPath).Append("\">\n");
        AppendHidden(body, context, "/");
        body.Append("<p>").Append(Encode(text.LogOutQuestion)).Append(' ').Append(Encode(Actor.Of(context.User).Name)).Append("</p>\n<button type=\"submit\">")
            .Append(Encode(text.LogOut)).Append("</button>\n</form>\n<p><a href=\"/\">").Append(Encode(text.Stay)).Append("</a></p>\n");
        return WriteAsync(context, StatusCodes.Status200OK, text, text.LogOut, body.ToString());
    }

    /// <summary>
    /// Goes on to a path from a page of our own: after a provider's redirect a browser does not yet send the cookie, which is for requests
    /// of this site only.
    /// </summary>
    public static Task ShowArrivalAsync(HttpContext context, string back)
    {
        LogInText text = LogInText.Of(context.Request);
        string target = Encode(back);
        return WriteAsync(context, StatusCodes.Status200OK, text, text.GoOn, $"<p><a href=\"{target}\">{Encode(text.GoOn)}</a></p>\n", $"<meta http-equiv=\"refresh\" content=\"0;url={target}\">\n");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private void AppendHidden(StringBuilder body, HttpContext context, string back)
    {
        AntiforgeryTokenSet tokens = antiforgery.GetAndStoreTokens(context);
        body.Append("<input type=\"hidden\" name=\"").Append(CrossSiteGuard.FieldName).Append("\" value=\"").Append(Encode(tokens.RequestToken ?? "")).Append("\">\n");
        body.Append("<input type=\"hidden\" name=\"return\" value=\"").Append(Encode(back)).Append("\">\n");
    }

    private static async Task WriteAsync(HttpContext context, int status, LogInText text, string title, string body, string head = "")
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        await response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="{text.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            {head}<title>{Encode(title)} - FlowSensor</title>
            <link rel="stylesheet" href="{LogInEndpoints.StylePath}">
            </head>
            <body>
            <main>
            {body}</main>
            </body>
            </html>

            """,
            context.RequestAborted);
    }
}
