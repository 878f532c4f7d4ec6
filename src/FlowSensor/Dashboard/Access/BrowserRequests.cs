namespace FlowSensor.Dashboard.Access;

/// <summary>What can be told of a request from what browsers add to it by themselves.</summary>
internal static class BrowserRequests
{
    /// <summary>Path of the connection that pages keep open.</summary>
    public static readonly PathString Hub = "/_blazor";

    /// <summary>True for requests that change nothing, and for the pages' own connection, whose actions ask for their role themselves.</summary>
    public static bool OnlyLooks(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Path.StartsWithSegments(Hub);
}
