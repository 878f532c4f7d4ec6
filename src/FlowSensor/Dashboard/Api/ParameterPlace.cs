namespace FlowSensor.Dashboard.Api;

/// <summary>Where a parameter stands in a request.</summary>
internal enum ParameterPlace
{
    /// <summary>Behind the question mark.</summary>
    Query,

    /// <summary>In the path.</summary>
    Path,

    /// <summary>A member of the JSON object that is sent.</summary>
    Body,
}
