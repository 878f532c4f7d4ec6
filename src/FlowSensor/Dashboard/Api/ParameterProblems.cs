namespace FlowSensor.Dashboard.Api;

/// <summary>Parameters of a request that are not as they must be.</summary>
/// <param name="problems">What is wrong, by the parameter's name.</param>
internal sealed class ParameterProblems(IReadOnlyDictionary<string, string> problems)
    : Exception(string.Join(" ", problems.Select(static problem => $"{problem.Key}: {problem.Value}")))
{
    /// <summary>One problem.</summary>
    public ParameterProblems(string name, string problem)
        : this(new Dictionary<string, string> { [name] = problem })
    {
    }

    /// <summary>What is wrong, by the parameter's name.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; } = problems;
}
