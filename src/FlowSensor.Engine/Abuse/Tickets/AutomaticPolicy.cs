using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;

namespace FlowSensor.Engine.Abuse.Tickets;

/// <summary>What a configuration needs before institutions may have their reports without anybody being asked.</summary>
public static class AutomaticPolicy
{
    /// <summary>
    /// Refuses <c>policy: automatic</c> where mails would be sent and anybody may send exports: who can invent traffic could have mails sent about anybody.
    /// </summary>
    /// <param name="options">The configuration.</param>
    /// <param name="institutions">The institutions of its files.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Check(SensorOptions options, IReadOnlyList<Institution> institutions, ICollection<ConfigurationProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(institutions);
        ArgumentNullException.ThrowIfNull(problems);
        if (options.Reports.Mail is null || institutions.FirstOrDefault(static institution => institution.Policy == NotifyPolicy.Automatic) is not Institution first)
        {
            return;
        }

        if (options.Inputs.Netflow is { Listen.Count: > 0, Allow.Count: 0 })
        {
            problems.Add(Problem("inputs.netflow", first));
        }

        if (options.Inputs.Sflow is { Listen.Count: > 0, Allow.Count: 0 })
        {
            problems.Add(Problem("inputs.sflow", first));
        }
    }

    private static ConfigurationProblem Problem(string input, Institution institution) => new(
        institution.Source,
        null,
        "policy",
        $"'{institution.Name}' wants automatic reports, and {input} takes exports from anybody, who could invent the traffic that is reported",
        $"list the exporters in {input}.allow, set {input}.listen: [] where none are received, or use policy: ask");
}
