namespace FlowSensor.Dashboard.Access;

/// <summary>What can be told of a request from what browsers add to it by themselves.</summary>
internal static class BrowserRequests
{
    /// <summary>Path of the connection that pages keep open.</summary>
    public static readonly PathString Hub = "/_blazor";

    /// <summary>True for methods that change nothing.</summary>
    public static bool IsSafe(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    /// <summary>True for the pages' own connection, whatever carries it.</summary>
    public static bool IsHub(HttpRequest request) => request.Path.StartsWithSegments(Hub);

    /// <summary>True for a connection that stays open both ways: nothing but its origin says that a page of ours opened it.</summary>
    public static bool IsSocket(HttpRequest request) =>
        HttpMethods.IsConnect(request.Method) || request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when a person is looking for a page, who is better sent to the log-in than told 401.</summary>
    public static bool WantsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !request.Path.StartsWithSegments("/api") && !IsSocket(request)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the browser says that a page of this server sent the request; null where no browser says anything.</summary>
    public static bool? IsOwn(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return Uri.TryCreate(origin, UriKind.Absolute, out Uri? from)
                && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out Uri? to)
                && Uri.Compare(from, to, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
        }

        // Other ports of this host are "same-site", and somebody else's.
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length == 0 ? null : site is "same-origin" or "none";
    }

    /// <summary>True when a link or an address led here, rather than something that another page loads.</summary>
    public static bool IsNavigation(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers["Sec-Fetch-Mode"].ToString() is "navigate"
        && request.Headers["Sec-Fetch-Dest"].ToString() is "document" or "";

    /// <summary>True for a path of this server to go on to: one slash, and nothing that browsers read as a second one, which names another host.</summary>
    public static bool IsLocal(string? path) =>
        path is ['/', ..] and not ['/', '/', ..] && path.Length <= 2048 && !path.Any(static letter => letter == '\\' || char.IsControl(letter));
}
