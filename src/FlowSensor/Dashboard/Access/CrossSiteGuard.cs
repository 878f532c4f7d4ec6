using Microsoft.AspNetCore.Antiforgery;

namespace FlowSensor.Dashboard.Access;

/// <summary>
/// Keeps other sites from using a browser that is logged in here, or that is on this machine: where a browser says who sent a request, it must be a
/// page of this server; and what changes something in a session must carry the antiforgery token too. Programs with an API token are free of
/// both, because no browser sends that by itself.
/// </summary>
/// <param name="antiforgery">Tokens of forms.</param>
/// <param name="rules">How access is configured.</param>
internal sealed class CrossSiteGuard(IAntiforgery antiforgery, AccessRules rules) : IMiddleware
{
    /// <summary>The header that scripts of pages carry the antiforgery token in.</summary>
    public const string HeaderName = "X-CSRF-Token";

    /// <summary>The field that forms carry it in; the name is the framework's own, which its components use.</summary>
    public const string FieldName = "__RequestVerificationToken";

    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (context.User.Identity is { IsAuthenticated: true, AuthenticationType: TokenHandler.SchemeName })
        {
            await next(context);
            return;
        }

        bool? isOwn = BrowserRequests.IsOwn(request);
        bool changes = !BrowserRequests.IsSafe(request);
        if (BrowserRequests.IsSocket(request) ? isOwn is not true : isOwn is false && (changes || !BrowserRequests.IsNavigation(request)))
        {
            await Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, "Another site's request", "Only pages of this server may send this; open the dashboard itself.");
            return;
        }

        // In the open dashboard there is no session that a browser could lend; the origin alone decides there.
        if (changes && !BrowserRequests.IsHub(request) && !rules.IsOpen && !await IsTokenGoodAsync(context))
        {
            await Refusals.WriteAsync(context, StatusCodes.Status400BadRequest, "Form out of date", "Load the page again and repeat what you did; programs need an API token.");
            return;
        }

        await next(context);
    }

    private async Task<bool> IsTokenGoodAsync(HttpContext context)
    {
        try
        {
            await antiforgery.ValidateRequestAsync(context);
            return true;
        }
        catch (AntiforgeryValidationException failure) when (failure.InnerException is BadHttpRequestException tooLarge)
        {
            throw tooLarge;
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }
}
