using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace FlowSensor.Dashboard.Api;

/// <summary>The Link header (RFC 8288) of a page: first, previous, next.</summary>
internal static class PageLinks
{
    /// <summary>The header; empty where there is one page alone.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">Rows of a page; 0 for all.</param>
    /// <param name="offset">Rows before this one.</param>
    /// <param name="hasMore">True when there are more behind it.</param>
    public static string Of(HttpRequest request, int limit, int offset, bool hasMore)
    {
        List<string> links = [];
        if (limit > 0 && offset > 0)
        {
            links.Add(Link(request, 0, "first"));
            links.Add(Link(request, Math.Max(0, offset - limit), "prev"));
        }

        if (limit > 0 && hasMore)
        {
            links.Add(Link(request, offset + limit, "next"));
        }

        return string.Join(", ", links);
    }

    private static string Link(HttpRequest request, int offset, string relation)
    {
        QueryBuilder query = new(request.Query.Where(static part => part.Key != ApiParameters.Offset.Name).SelectMany(static part => part.Value.Select(value => KeyValuePair.Create(part.Key, value ?? ""))))
        {
            { ApiParameters.Offset.Name, offset.ToString(CultureInfo.InvariantCulture) },
        };
        return $"<{request.Path.ToUriComponent()}{query}>; rel=\"{relation}\"";
    }
}
