using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Configuration;

/// <summary>What the section <c>detection</c> must keep to, and what detection needs of other sections. Stands here because detection knows nothing of files and units.</summary>
public static class DetectionSettings
{
    private const int MaxRules = 256;
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);

    /// <summary>Decisions to stay silent that stand in the configuration.</summary>
    /// <param name="options">The configuration.</param>
    public static IReadOnlyList<Silence> SilencesOf(SensorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Detection.DecidedIn(MailOptions.CalendarOf(options.Sensor));
    }

    /// <summary>What detection has to know beside its own section.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="institutionOf">Gives the institution of an address; null where none are known.</param>
    internal static DetectionSetup SetupOf(SensorOptions options, Func<Protocols.Addressing.IpAddress, string>? institutionOf = null, IWireSource? wire = null) => new()
    {
        Networks = options.Sensor.Networks,
        MailServers = options.Mail.Servers,
        InstitutionOf = institutionOf,
        Wire = wire,
        Calendar = MailOptions.CalendarOf(options.Sensor),
        Mail = options.Mail.ToStatistics(options.Sensor),
        Verdict = options.Mail.ToRule(),
    };

    /// <summary>Every rule that is broken, with the path of the setting.</summary>
    internal static IEnumerable<ValidationResult> Check(DetectionOptions detection, TrafficOptions traffic)
    {
        foreach ((string setting, TimeSpan value) in new[]
        {
            (nameof(detection.UpdateInterval), detection.UpdateInterval),
            (nameof(detection.Gap), detection.Gap),
            ($"{nameof(detection.SmtpSender)}.{nameof(RuleOptions.CloseAfter)}", detection.SmtpSender.CloseAfter),
            ($"{nameof(detection.MailServerAttacked)}.{nameof(RuleOptions.CloseAfter)}", detection.MailServerAttacked.CloseAfter),
            ($"{nameof(detection.SynFloodVictim)}.{nameof(RuleOptions.CloseAfter)}", detection.SynFloodVictim.CloseAfter),
            ($"{nameof(detection.SynFloodSource)}.{nameof(RuleOptions.CloseAfter)}", detection.SynFloodSource.CloseAfter),
            ($"{nameof(detection.PortScan)}.{nameof(RuleOptions.CloseAfter)}", detection.PortScan.CloseAfter),
            ($"{nameof(detection.HostScan)}.{nameof(RuleOptions.CloseAfter)}", detection.HostScan.CloseAfter),
            ($"{nameof(detection.PingStorm)}.{nameof(RuleOptions.CloseAfter)}", detection.PingStorm.CloseAfter),
            ($"{nameof(detection.UdpAmplification)}.{nameof(RuleOptions.CloseAfter)}", detection.UdpAmplification.CloseAfter),
            ($"{nameof(detection.DnsAnomaly)}.{nameof(RuleOptions.CloseAfter)}", detection.DnsAnomaly.CloseAfter),
            ($"{nameof(detection.DnsTunnel)}.{nameof(RuleOptions.CloseAfter)}", detection.DnsTunnel.CloseAfter),
            ($"{nameof(detection.NxdomainStorm)}.{nameof(RuleOptions.CloseAfter)}", detection.NxdomainStorm.CloseAfter),
            ($"{nameof(detection.LoginGuessing)}.{nameof(RuleOptions.CloseAfter)}", detection.LoginGuessing.CloseAfter),
        })
        {
            if (value <= TimeSpan.Zero || value > LongestTime)
            {
                yield return Broken(setting, "must be over 0s and at most 30d");
            }
        }

        if (detection.SmtpSender.ManyFlows <= detection.SmtpSender.Flows)
        {
            yield return Broken($"{nameof(detection.SmtpSender)}.{nameof(SmtpSenderOptions.ManyFlows)}", "must be greater than flows");
        }

        if (detection.Rules.Count > MaxRules)
        {
            yield return Broken(nameof(detection.Rules), string.Create(CultureInfo.InvariantCulture, $"at most {MaxRules} rules are possible"));
        }

        HashSet<string> services = [.. new TrafficClassifier(traffic).ServiceDirections.Select(static direction => direction.Service)];
        HashSet<string> names = [.. IncidentKinds.All];
        for (int i = 0; i < detection.Rules.Count; i++)
        {
            foreach (ValidationResult broken in CheckRule(detection.Rules[i], string.Create(CultureInfo.InvariantCulture, $"{nameof(detection.Rules)}[{i}]"), services, names, traffic))
            {
                yield return broken;
            }
        }

        for (int i = 0; i < detection.Silences.Count; i++)
        {
            string rule = detection.Silences[i].Rule;
            if (rule.Length > 0 && !names.Contains(rule))
            {
                yield return Broken(string.Create(CultureInfo.InvariantCulture, $"{nameof(detection.Silences)}[{i}].{nameof(SilenceOptions.Rule)}"), $"there is no rule '{rule}'");
            }
        }
    }

    private static IEnumerable<ValidationResult> CheckRule(OwnRuleOptions rule, string path, HashSet<string> services, HashSet<string> names, TrafficOptions traffic)
    {
        if (rule.Name.Length > 0 && !names.Add(rule.Name))
        {
            yield return Broken($"{path}.{nameof(rule.Name)}", $"there is a rule '{rule.Name}' already");
        }

        if (rule.Service.Length > 0 && !services.Contains(rule.Service))
        {
            yield return Broken($"{path}.{nameof(rule.Service)}", $"there is no service '{rule.Service}'");
        }

        if (rule.Judge != RuleJudgement.Relative && rule.Over <= 0)
        {
            yield return Broken($"{path}.{nameof(rule.Over)}", "must be greater than 0 unless the rule is relative");
        }

        if (rule.For < TimeSpan.Zero || rule.For > LongestTime || rule.CloseAfter <= TimeSpan.Zero || rule.CloseAfter > LongestTime)
        {
            yield return Broken($"{path}.{nameof(rule.For)}", "for and close_after must be at most 30d");
        }

        if (rule.GroupBy == RuleGroup.Pair && !traffic.PairServices.Contains(rule.Service) && !(traffic.Services.TryGetValue(rule.Service, out TrafficServiceOptions? own) && own.Pairs))
        {
            yield return Broken($"{path}.{nameof(rule.GroupBy)}", $"pairs of '{rule.Service}' are not kept; add it to traffic.pair_services");
        }

        if (rule.GroupBy != RuleGroup.Pair && rule.Scope == RuleScope.Internal)
        {
            yield return Broken($"{path}.{nameof(rule.Scope)}", "internal traffic can be told for pairs only; group by pair");
        }

        if (rule.GroupBy != RuleGroup.Source && rule.Measure == RuleMeasure.Destinations)
        {
            yield return Broken($"{path}.{nameof(rule.Measure)}", "destinations are counted for sources only; group by source");
        }
    }

    private static ValidationResult Broken(string setting, string message) => new(message, [$"{nameof(SensorOptions.Detection)}.{setting}"]);
}
