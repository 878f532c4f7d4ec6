using System.ComponentModel.DataAnnotations;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>store</c>: the embedded database.</summary>
public sealed class StoreOptions
{
    /// <summary>Folder of the database and of saved templates; a relative name starts from the folder the sensor is started in.</summary>
    [MinLength(1, ErrorMessage = "must name a folder")]
    public string Path { get; set; } = "./flowsensor-data";

    /// <summary>How long results are kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>Sources kept of each service and direction for a window.</summary>
    [Range(0, 10_000_000)]
    public int WindowSources { get; set; } = 1_000;

    /// <summary>Sources kept of each service and direction for an hour.</summary>
    [Range(0, 10_000_000)]
    public int HourSources { get; set; } = 10_000;

    /// <summary>Services of which an hour keeps every source.</summary>
    public List<string> AllSourcesOf { get; set; } = ["smtp", "dns"];
}
