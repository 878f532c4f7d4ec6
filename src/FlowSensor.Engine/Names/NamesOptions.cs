using System.ComponentModel.DataAnnotations;
using System.Net;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Names;

/// <summary>The section <c>names</c>: what DNS is asked about reported hosts. Nothing is asked unless resolvers are named.</summary>
public sealed class NamesOptions : IValidatableObject
{
    /// <summary>Resolvers to ask, one's own: block lists answer public ones with errors, and see what is asked. Empty: nothing is asked.</summary>
    public List<IPEndPoint> Resolvers { get; set; } = [];

    /// <summary>Asks for the name of a host, and whether the name leads back to it.</summary>
    public bool Pointers { get; set; } = true;

    /// <summary>Block lists to ask, such as <c>zen.spamhaus.org</c>.</summary>
    public List<string> Lists { get; set; } = [];

    /// <summary>Time for each question.</summary>
    [DurationRange("100ms", "30s")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Questions in an hour; a host costs two and one or two for each list. 1,000: a desk reports fewer.</summary>
    [Range(1, 1_000_000)]
    public int Budget { get; set; } = 1_000;

    /// <summary>Answers are used again for this long.</summary>
    [DurationRange("0s", "7d")]
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (int i = 0; i < Lists.Count; i++)
        {
            if (Lists[i].Length > 180 || Uri.CheckHostName(Lists[i]) != UriHostNameType.Dns || !Lists[i].Contains('.', StringComparison.Ordinal))
            {
                yield return new ValidationResult($"'{Lists[i]}' is no zone such as zen.spamhaus.org", [$"{nameof(Lists)}[{i}]"]);
            }
        }
    }
}
