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

    /// <summary>Sources kept of each service and direction for an hour, beside the services of <c>traffic.rolling_services</c>, of which all are kept.</summary>
    [Range(0, 10_000_000)]
    public int HourSources { get; set; } = 10_000;

    /// <summary>Flow records kept as evidence in all, about 150 octets each; the oldest give way.</summary>
    [Range(0, 1_000_000_000)]
    public int EvidenceRecords { get; set; } = 1_000_000;

    /// <summary>Whether another store lies in the same folder, however its path is written.</summary>
    public bool IsAt(StoreOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FolderOf(this) == FolderOf(other);
    }

    private static string FolderOf(StoreOptions options) => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(options.Path));
}
