using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>Addresses of pages with what stands in their query string.</summary>
internal static class PageAddress
{
    private static readonly string[] OfRange = ["range", "from", "to"];

    /// <summary>The part of an address that says the time range, with its question mark; empty where there is none.</summary>
    public static string RangeOf(string address)
    {
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(new Uri(address).Query);
        return QueryHelpers.AddQueryString("", OfRange.Where(query.ContainsKey).Select(name => KeyValuePair.Create(name, (string?)query[name].ToString())));
    }

    /// <summary>An address with other values in its query string.</summary>
    /// <param name="address">Where one is, whole.</param>
    /// <param name="changes">Names with their new values; null takes one out.</param>
    public static string With(string address, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        Uri here = new(address);
        Dictionary<string, string?> query = QueryHelpers.ParseQuery(here.Query).ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value.ToString());
        foreach ((string name, string? value) in changes)
        {
            query.Remove(name);
            if (!string.IsNullOrEmpty(value))
            {
                query[name] = value;
            }
        }

        return QueryHelpers.AddQueryString(here.AbsolutePath, query);
    }

    /// <summary>The page of a source.</summary>
    public static string Source(string address, string query) => $"/sources/{Uri.EscapeDataString(address)}{query}";

    /// <summary>The page of an incident.</summary>
    public static string Incident(string id, string query) => $"/incidents/{Uri.EscapeDataString(id)}{query}";
}
