using System.Text.Json;

namespace FlowSensor.Dashboard.Access;

/// <summary>The answers to those who may not: a problem document (RFC 9457) in one sentence.</summary>
internal static class Refusals
{
    /// <summary>401: nobody has logged in.</summary>
    public static Task NotLoggedInAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(context, StatusCodes.Status401Unauthorized, "Not logged in", "Log in at /login, or send an API token as 'Authorization: Bearer TOKEN'.");
    }

    /// <summary>403: the role does not suffice. What would have changed something is written down.</summary>
    public static Task NotAllowedAsync(HttpContext context)
    {
        if (!BrowserRequests.IsSafe(context.Request))
        {
            context.RequestServices.GetRequiredService<AuditLog>().Write(context.User, AuditActions.Act, $"{context.Request.Method} {context.Request.Path}", AuditLog.Refused);
        }

        return WriteAsync(context, StatusCodes.Status403Forbidden, "Not allowed", "Your role does not allow this; an admin can give you another.");
    }

    /// <summary>Any of them.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="title">What it is.</param>
    /// <param name="detail">What to do, one sentence.</param>
    public static async Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await using Utf8JsonWriter json = new(response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", title);
        json.WriteNumber("status", status);
        json.WriteString("detail", detail);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
