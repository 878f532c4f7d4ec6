using FlowSensor.Dashboard.Access;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Dashboard.Api;

/// <summary>Who did what, for admins.</summary>
internal static class AuditEndpoints
{
    private static readonly ApiParameter Actor = new("actor", ParameterKind.Text, "Only what this user did, or 'token NAME'.");

    private static readonly ApiParameter Action = new("action", ParameterKind.Text, "Only this action, or all that begin so where it ends in a dot.");

    /// <summary>The endpoints.</summary>
    public static IEnumerable<ApiEndpoint> All() =>
    [
        new("GET", "/audit", "The audit log, the newest first, as 'flowsensor audit' prints it.", ListAsync)
        {
            Parameters = [ApiParameters.From, ApiParameters.To, Actor, Action, ApiParameters.Limit, ApiParameters.Offset],
            Policy = AccessPolicies.Admin,
            HasCsv = true,
            HasPages = true,
            Answer = ApiJson.Default.IReadOnlyListAuditRow,
        },
    ];

    private static Task<ApiAnswer> ListAsync(ApiRequest request)
    {
        int limit = request.Number(ApiParameters.Limit) is > 0 and int given ? given : (int)ApiParameters.Limit.Most;
        IReadOnlyList<StoredAuditEntry> entries = request.Audit.Ask(new AuditFilter
        {
            Range = request.Range,
            Actor = request.TextOrNull(Actor),
            Action = request.TextOrNull(Action),
            Offset = request.Number(ApiParameters.Offset),
            Count = limit + 1,
        });
        IReadOnlyList<AuditRow> rows = [.. entries.Take(limit).Select(AuditRow.Of)];
        return Task.FromResult(ApiAnswer.OfRows(rows, ApiJson.Default.IReadOnlyListAuditRow, ApiJson.Default.AuditRow) with { HasMore = entries.Count > limit });
    }
}
