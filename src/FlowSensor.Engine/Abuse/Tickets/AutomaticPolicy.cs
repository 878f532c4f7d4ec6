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

        // What a datagram is decides its list, not the port it comes to; sFlow has the list of NetFlow where it has none of its own.
        bool listens = options.Inputs.Netflow.Listen.Count + options.Inputs.Sflow.Listen.Count > 0;
        if (listens && options.Inputs.Netflow is { Allow.Count: 0, DenyByDefault: false })
        {
            problems.Add(new ConfigurationProblem(
                first.Source,
                null,
                "policy",
                $"'{first.Name}' wants automatic reports, and exports are taken from anybody, who could invent the traffic that is reported",
                "list the exporters in inputs.netflow.allow, or use policy: ask"));
        }
    }
}
