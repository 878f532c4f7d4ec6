namespace FlowSensor.Dashboard.Api;

/// <summary>All endpoints of the API.</summary>
internal static class ApiTable
{
    /// <summary>What stands before every path.</summary>
    public const string Prefix = "/api/v1";

    /// <summary>The endpoints.</summary>
    public static IReadOnlyList<ApiEndpoint> Endpoints { get; } =
    [
        .. TrafficEndpoints.All(), .. SourceEndpoints.All(), .. MailEndpoints.All(), .. IncidentEndpoints.All(), .. ActionEndpoints.All(), .. DirectoryEndpoints.All(), .. StateEndpoints.All(), .. AuditEndpoints.All(),
    ];
}
