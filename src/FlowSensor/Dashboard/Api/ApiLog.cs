namespace FlowSensor.Dashboard.Api;

/// <summary>What the API says in the sensor's log.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    public static partial void Failed(ILogger logger, string method, string path, Exception failure);
}
