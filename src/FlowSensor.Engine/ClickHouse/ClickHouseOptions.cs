using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.ClickHouse;

/// <summary>The section <c>outputs.clickhouse</c>: flow records and windows written to a ClickHouse server or cluster.</summary>
public sealed class ClickHouseOptions : IValidatableObject
{
    /// <summary>Address of the HTTP interface, such as <c>http://127.0.0.1:8123</c>; unset: nothing is written.</summary>
    public Uri? Url { get; set; }

    /// <summary>Further nodes of the cluster: one of them is written to when <see cref="Url"/> does not answer.</summary>
    public List<Uri> Nodes { get; set; } = [];

    /// <summary>The database; it is made when it is missing.</summary>
    [RegularExpression("[A-Za-z_][A-Za-z0-9_]{0,62}", ErrorMessage = "must be 1 to 63 letters, digits or underscores, not beginning with a digit")]
    public string Database { get; set; } = "flowsensor";

    /// <summary>The user.</summary>
    [MinLength(1, ErrorMessage = "must name a user")]
    public string User { get; set; } = "default";

    /// <summary>The user's password.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>Name of the cluster in the server's <c>remote_servers</c>: the tables are then made on every node, with Distributed tables over them.</summary>
    [RegularExpression("[A-Za-z_][A-Za-z0-9_.-]{0,62}", ErrorMessage = "must be 1 to 63 letters, digits, dots, dashes or underscores")]
    public string? Cluster { get; set; }

    /// <summary>
    /// The tables of a cluster are replicated, which needs ZooKeeper or Keeper and the macros <c>shard</c> and <c>replica</c>. Without, they
    /// are made on <see cref="Url"/> and each of <see cref="Nodes"/>, which then must name every node.
    /// </summary>
    public bool Replicated { get; set; } = true;

    /// <summary>Write every flow record.</summary>
    public bool Records { get; set; } = true;

    /// <summary>Write the windows, hours and days.</summary>
    public bool Windows { get; set; } = true;

    /// <summary>Records of one insert at most.</summary>
    [Range(1_000, 1_000_000)]
    public int BatchRows { get; set; } = 100_000;

    /// <summary>Age at which records and windows are written although the batch is not full.</summary>
    [DurationRange("1s", "10m")]
    public TimeSpan BatchAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take; an hour's sums take the longest.</summary>
    [DurationRange("1s", "1h")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long rows are kept.</summary>
    public ClickHouseRetentionOptions Retention { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url is null && Nodes.Count > 0)
        {
            yield return new ValidationResult("nodes are given, but no url to write to first", [nameof(Nodes)]);
        }

        if (Nodes.Prepend(Url).Any(static url => url?.UserInfo.Length > 0))
        {
            yield return new ValidationResult("an address holds a user or password, which would show in logs; use user and password_file", [nameof(Url)]);
        }

        if (Cluster is not null && !Replicated && Nodes.Count == 0)
        {
            yield return new ValidationResult("a cluster that is not replicated needs all its other nodes, so that the tables can be made there", [nameof(Nodes)]);
        }
    }
}
