namespace FlowSensor.Dashboard.Api;

/// <summary>Answers paths and methods below <c>/api</c> that no endpoint has.</summary>
internal static class UnknownPath
{
    /// <summary>Not found, or for a path that is there with other methods, which they are.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        string[] methods = [.. ApiTable.Endpoints.Where(endpoint => IsPath(context.Request.Path, ApiTable.Prefix + endpoint.Path)).Select(static endpoint => endpoint.Method)];
        if (methods.Length == 0)
        {
            return ApiProblems.WriteAsync(context, StatusCodes.Status404NotFound, "There is nothing at this path; /openapi/v1.json lists what there is.");
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        return ApiProblems.WriteAsync(
            context, StatusCodes.Status405MethodNotAllowed, $"This path does not take {context.Request.Method}; it takes {string.Join(", ", methods)}.");
    }

    private static bool IsPath(PathString asked, string template)
    {
        string[] parts = (asked.Value ?? "").Split('/');
        string[] wanted = template.Split('/');
        return parts.Length == wanted.Length && wanted.Zip(parts).All(static pair => pair.First.StartsWith('{') || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
