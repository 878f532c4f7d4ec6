namespace FlowSensor.Dashboard.Api;

/// <summary>A parameter of the API: what it means, where it stands, and what it may hold.</summary>
/// <param name="Name">Name in the request.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Description">What it means, in a sentence.</param>
internal sealed record ApiParameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>Most characters of a value unless something else is said.</summary>
    private const int Longest = 200;

    /// <summary>Where it stands.</summary>
    public ParameterPlace Place { get; init; }

    /// <summary>True when the request makes no sense without it; always so in the path.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The only words it may hold; empty for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>What stands for it when it is not given, as text; null for nothing.</summary>
    public string? Default { get; init; }

    /// <summary>Least number.</summary>
    public long Least { get; init; }

    /// <summary>Most of a number.</summary>
    public long Most { get; init; } = int.MaxValue;

    /// <summary>Most characters of a text.</summary>
    public int MostCharacters { get; init; } = Longest;
}
