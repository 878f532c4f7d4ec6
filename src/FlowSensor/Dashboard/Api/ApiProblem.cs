namespace FlowSensor.Dashboard.Api;

/// <summary>A problem document (RFC 9457 3.1).</summary>
/// <param name="Type">Kind of problem; about:blank says no more than the status does.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">Status of the answer.</param>
/// <param name="Detail">What is wrong this time, and what to do.</param>
/// <param name="Instance">The path asked.</param>
/// <param name="Errors">What is wrong with each parameter, by name; left out where it is not about parameters.</param>
internal sealed record ApiProblem(string Type, string Title, int Status, string Detail, string Instance, IReadOnlyDictionary<string, string>? Errors = null)
{
    /// <summary>Media type of problem documents.</summary>
    public const string MediaType = "application/problem+json";
}
