using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Influx;

/// <summary>The section <c>outputs.influxdb</c>: time series.</summary>
public sealed class InfluxOptions : IValidatableObject
{
    /// <summary>Address of the server, without the path of the API; unset: nothing is written.</summary>
    public Uri? Url { get; set; }

    /// <summary>API to use: 1 (<c>/write</c>), or 2 (<c>/api/v2/write</c>); InfluxDB 3 takes both.</summary>
    [Range(1, 3)]
    public int Version { get; set; } = 2;

    /// <summary>Organization (version 2).</summary>
    public string Org { get; set; } = "";

    /// <summary>Bucket (version 2).</summary>
    [MinLength(1, ErrorMessage = "must name a bucket")]
    public string Bucket { get; set; } = "flowsensor";

    /// <summary>API token (version 2).</summary>
    [Secret]
    public string Token { get; set; } = "";

    /// <summary>Database (version 1).</summary>
    [MinLength(1, ErrorMessage = "must name a database")]
    public string Database { get; set; } = "flowsensor";

    /// <summary>Retention policy (version 1); unset: the database's default.</summary>
    public string RetentionPolicy { get; set; } = "";

    /// <summary>User (version 1); unset: none is named.</summary>
    public string User { get; set; } = "";

    /// <summary>Password of the user (version 1).</summary>
    [Secret]
    public string Password { get; set; } = "";

    /// <summary>Bucket for the ranked lists of sources, which are worth little after some days (version 2); unset: the same.</summary>
    public string TopBucket { get; set; } = "";

    /// <summary>Retention policy for the ranked lists of sources (version 1); unset: the same.</summary>
    public string TopRetentionPolicy { get; set; } = "";

    /// <summary>Ranks of a list of sources: as many series of each service and direction.</summary>
    [Range(0, 99)]
    public int TopSources { get; set; } = 10;

    /// <summary>Different exporters, next hops, institutions and mail servers, each; further ones are summed as <c>other</c>. InfluxDB 1 and 2 keep an index of series in memory.</summary>
    [Range(1, 100_000)]
    public int MaxNames { get; set; } = 1_000;

    /// <summary>Compresses what is sent.</summary>
    public bool Gzip { get; set; } = true;

    /// <summary>File with the certificates (PEM) of the authorities that may vouch for the server; unset: those of the system.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Octets of a batch before compression at most; InfluxDB advises 5,000 to 10,000 points, which is about as much.</summary>
    [SizeRange("1KiB", "16MiB")]
    public ByteSize BatchSize { get; set; } = new(1 << 20);

    /// <summary>For how long points wait for company.</summary>
    [DurationRange("10ms", "1h")]
    public TimeSpan BatchAge { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long an answer is waited for.</summary>
    [DurationRange("100ms", "10m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between two attempts while the server is away.</summary>
    [DurationRange("100ms", "1h")]
    public TimeSpan RetryMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url?.UserInfo.Length > 0)
        {
            yield return new ValidationResult("holds a user or password, which would show in logs; use user and password_file, or token_file", [nameof(Url)]);
        }

        if (CaFile.Length > 0 && !File.Exists(CaFile))
        {
            yield return new ValidationResult($"there is no file '{CaFile}'", [nameof(CaFile)]);
        }

        if (Token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return new ValidationResult("holds characters that no token has", [nameof(Token)]);
        }
    }
}
