using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>The rules of one configuration, put together.</summary>
internal sealed class DetectionRules
{
    private readonly List<RuleState> _states = [];
    private readonly SourceWalk _walk;
    private readonly IProbeRule[] _probes;
    private readonly DnsRules _dns;

    public DetectionRules(DetectionOptions options, DetectionSetup setup)
    {
        Smtp = new SmtpSenderRule(Add(IncidentKind.SmtpSender, options.SmtpSender), options.MaxMailSources);
        MailServers = new MailServerRule(Add(IncidentKind.MailServerAttacked, options.MailServerAttacked), setup, options.MaxServers);
        _probes =
        [
            new SynFloodRule(Add(IncidentKind.SynFloodVictim, options.SynFloodVictim), Add(IncidentKind.SynFloodSource, options.SynFloodSource)),
            new ScanRule(Add(IncidentKind.PortScan, options.PortScan), Add(IncidentKind.HostScan, options.HostScan)),
            new PingStormRule(Add(IncidentKind.PingStorm, options.PingStorm)),
            new AmplificationRule(Add(IncidentKind.UdpAmplification, options.UdpAmplification), setup.IsOwn),
        ];
        _dns = new DnsRules(
            Add(IncidentKind.DnsAnomaly, options.DnsAnomaly), Add(IncidentKind.DnsTunnel, options.DnsTunnel), Add(IncidentKind.NxdomainStorm, options.NxdomainStorm));
        Logins = new LoginGuessingRule(Add(IncidentKind.LoginGuessing, options.LoginGuessing));
        Own = [.. options.Rules.Select(rule => new OwnRule(Add(IncidentKind.Own, rule, rule.Name), setup))];
        _walk = new SourceWalk(Smtp, _dns, Logins, setup.IsOwn);
    }

    /// <summary>Every rule by its number.</summary>
    public IReadOnlyList<RuleState> States => _states;

    public SmtpSenderRule Smtp { get; }

    public MailServerRule MailServers { get; }

    public LoginGuessingRule Logins { get; }

    public IReadOnlyList<OwnRule> Own { get; }

    /// <summary>Judges a window by every rule.</summary>
    public void Judge(DetectionWindow window)
    {
        Smtp.Begin(window.Time);
        _dns.Begin();
        _walk.Walk(window);
        for (int i = 0; i < (window.Wire?.Count ?? 0); i++)
        {
            IpAddress host = window.Wire!.AddressAt(i);
            ref readonly WireHost counts = ref window.Wire.HostAt(i);
            Smtp.OnWire(window, host, in counts);
            MailServers.OnWire(window, host, in counts);
            _dns.OnWire(window, host, in counts);
            Logins.OnWire(window, host, in counts);
        }

        Smtp.End(window);
        _dns.End(window);
        JudgeProbes(window);
        foreach (OwnRule rule in Own)
        {
            rule.Judge(window);
        }
    }

    /// <summary>Judges a window that still takes records by the rules that need no more than it holds: floods, scans, storms, amplification.</summary>
    public void JudgeOpen(DetectionWindow window) => JudgeProbes(window);

    /// <summary>Writes what rules know.</summary>
    public void Save(BinaryWriter writer)
    {
        Smtp.Sources.Save(writer);
        MailServers.Save(writer);
        Logins.Save(writer);
        writer.Write(Own.Count);
        foreach (OwnRule rule in Own)
        {
            rule.Save(writer);
        }
    }

    /// <summary>Reads what rules knew; false where another version wrote it.</summary>
    public bool Restore(BinaryReader reader)
    {
        if (!Smtp.Sources.Restore(reader) || !MailServers.Restore(reader))
        {
            return false;
        }

        Logins.Restore(reader);
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            OwnRule.Restore(reader, Own);
        }

        return true;
    }

    private void JudgeProbes(DetectionWindow window)
    {
        if (window.Window.Probes is not ProbeTable probes)
        {
            return;
        }

        for (uint row = 0; row < (uint)probes.RowCount; row++)
        {
            foreach (IProbeRule rule in _probes)
            {
                rule.OnProbe(window, in probes[row]);
            }
        }
    }

    private RuleState Add(IncidentKind kind, RuleOptions options, string? name = null)
    {
        RuleState state = new(_states.Count, kind, name ?? IncidentKinds.NameOf(kind), options);
        _states.Add(state);
        return state;
    }
}
