using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using FlowSensor.Engine.ClickHouse;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// The shipped schema as statements for one server or cluster. Steps are numbered and only ever added; each statement leaves what is
/// there as it is, so that a step that broke off can be run again, by several sensors at once too.
/// </summary>
internal sealed partial class ClickHouseSchema
{
    private const string Folder = ".Output.ClickHouse.Schema.";

    private static readonly List<(int Number, string Sql)> Scripts = ReadScripts();

    private readonly ClickHouseOptions _options;
    private readonly ClickHouseVersion _version;

    /// <summary>Makes the schema for a server.</summary>
    /// <param name="options">Database, cluster and retention.</param>
    /// <param name="version">Version of the server.</param>
    public ClickHouseSchema(ClickHouseOptions options, ClickHouseVersion version)
    {
        _options = options;
        _version = version;
    }

    /// <summary>Number of the newest step.</summary>
    public static int Newest => Scripts[^1].Number;

    /// <summary>Tables with rows, and the retention that each follows; <c>spans</c> stands for windows or hours by the row's kind.</summary>
    public static IReadOnlyDictionary<string, string> Retained { get; } = Scripts
        .SelectMany(static script => RetainedTable().Matches(script.Sql))
        .ToDictionary(static table => table.Groups[1].Value, static table => table.Groups[2].Value);

    /// <summary>True where the server deletes old rows by itself.</summary>
    public bool KnowsTtl => _version.IsModern;

    /// <summary>Makes the database.</summary>
    public string CreateDatabase => $"CREATE DATABASE IF NOT EXISTS {_options.Database}{OnCluster}";

    /// <summary>The clause that makes a statement run on every node; empty on one server, and where the nodes are told one by one.</summary>
    public string OnCluster => _options is { Cluster: string cluster, Replicated: true } ? $" ON CLUSTER `{cluster}`" : "";

    /// <summary>Name, with its database, of the table that inserts and questions go to.</summary>
    public string Table(string name) => $"{_options.Database}.{name}";

    /// <summary>Name, with its database, of the table that holds the rows on each node.</summary>
    public string Local(string name) => _options.Cluster is null ? Table(name) : $"{_options.Database}.{name}_local";

    /// <summary>The statements of every step after one, in their order.</summary>
    public IEnumerable<string> StatementsAfter(int number) => Scripts
        .Where(script => script.Number > number)
        .SelectMany(static script => CommentLine().Replace(script.Sql, "").Split(";\n"))
        .Select(statement => Word().Replace(statement, word => Fill(word.Groups[1].Value, word.Groups[2].Value)).Trim())
        .Where(static statement => statement.Length > 0);

    private string Fill(string word, string value) => word switch
    {
        "table" => Local(value) + OnCluster,
        "distributed" => Distributed(value),
        "replacing" => Replacing(value),
        "ttl" => Ttl(value),
        "text" => _version.IsModern ? "LowCardinality(String)" : "String",
        "delta" => _version.IsModern ? "CODEC(DoubleDelta, LZ4)" : "",
        "small" => _version.IsModern ? "CODEC(T64, LZ4)" : "",
        _ => throw new InvalidOperationException($"The schema has an unknown word '{word}'."),
    };

    private string Distributed(string value)
    {
        if (_options.Cluster is not string cluster)
        {
            return "";
        }

        (string name, string key) = value.Split(' ', 2) is [string first, string rest] ? (first, rest) : (value, "rand()");
        return $"CREATE TABLE IF NOT EXISTS {Table(name)}{OnCluster} AS {Local(name)} ENGINE = Distributed(`{cluster}`, {_options.Database}, {name}_local, {key})";
    }

    // The path holds the database, so that two databases of one cluster do not share tables.
    private string Replacing(string name) => _options is { Cluster: not null, Replicated: true }
        ? $"ReplicatedReplacingMergeTree('/clickhouse/tables/{{shard}}/{_options.Database}/{name}', '{{replica}}')"
        : "ReplacingMergeTree";

    private string Ttl(string kind)
    {
        if (!_version.IsModern)
        {
            return "";
        }

        long records = Days(_options.Retention.Records);
        long windows = Days(_options.Retention.Windows);
        long hours = Days(_options.Retention.Hours);
        string days = kind switch
        {
            "records" => records.ToString(CultureInfo.InvariantCulture),
            "windows" => windows.ToString(CultureInfo.InvariantCulture),
            "hours" => hours.ToString(CultureInfo.InvariantCulture),
            _ => string.Create(CultureInfo.InvariantCulture, $"if(kind = 0, {windows}, {hours})"),
        };
        return $"TTL stored + toIntervalDay({days})";
    }

    private static long Days(TimeSpan age) => (long)Math.Ceiling(age.TotalDays);

    private static List<(int Number, string Sql)> ReadScripts()
    {
        Assembly assembly = typeof(ClickHouseSchema).Assembly;
        List<(int Number, string Sql)> scripts = [];
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            int at = resource.IndexOf(Folder, StringComparison.Ordinal);
            if (at >= 0)
            {
                using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
                scripts.Add((int.Parse(resource.AsSpan(at + Folder.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd()));
            }
        }

        scripts.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return scripts;
    }

    [GeneratedRegex(@"\{([a-z]+)(?::([^}]*))?\}")]
    private static partial Regex Word();

    [GeneratedRegex(@"^--.*\n", RegexOptions.Multiline)]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"\{replacing:([a-z0-9_]+)\}[^;]*\{ttl:([a-z]+)\}")]
    private static partial Regex RetainedTable();
}
