using System.Text.Json.Serialization.Metadata;
using FlowSensor.Dashboard.Access;

namespace FlowSensor.Dashboard.Api;

/// <summary>
/// One endpoint of the API. The table of them is all there is: routes, checks of parameters, policies and the OpenAPI document are made from it
/// (docs/decisions/0205-api-from-a-table.md).
/// </summary>
/// <param name="Method">GET, POST or DELETE.</param>
/// <param name="Path">Path below <c>/api/v1</c>, with parameters in braces.</param>
/// <param name="Summary">What it answers or does, in a sentence.</param>
/// <param name="Handle">Answers a request whose parameters are checked.</param>
internal sealed record ApiEndpoint(string Method, string Path, string Summary, Func<ApiRequest, Task<ApiAnswer>> Handle)
{
    /// <summary>Its parameters; others are refused.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Who may.</summary>
    public string Policy { get; init; } = AccessPolicies.Read;

    /// <summary>True when it also answers in CSV.</summary>
    public bool HasCsv { get; init; }

    /// <summary>True when it has pages, which the Link header names.</summary>
    public bool HasPages { get; init; }

    /// <summary>Type of the JSON answer for the OpenAPI document; null where it is written by hand.</summary>
    public JsonTypeInfo? Answer { get; init; }

    /// <summary>Media type of an answer that is neither JSON nor CSV; null for none.</summary>
    public string? Media { get; init; }

    /// <summary>What the audit log calls it; null for what changes nothing.</summary>
    public string? Audit { get; init; }

    /// <summary>Name of the operation: method and words of the path.</summary>
    public string Name => Method.ToLowerInvariant() + string.Concat(Path.Split(['/', '{', '}', '_'], StringSplitOptions.RemoveEmptyEntries)
        .Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
}
