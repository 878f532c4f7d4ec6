using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>Passwords tried: refused logins where packets are seen, short connections in numbers where they are not.</summary>
internal sealed class LoginGuessingRule(RuleState rule)
{
    private const int MaxHosts = 65_536;
    private const double Forgotten = 0.5;

    // A login needs six packets of its client and some words: what is shorter only looked whether the port is open.
    private const double LeastOctets = 280;

    // Monitoring looks at many servers: so many times more are too many for it.
    private const long MostServers = 8;

    private readonly LoginGuessingOptions _options = (LoginGuessingOptions)rule.Options;
    private readonly Dictionary<IpAddress, LoginAttempts> _attempts = [];
    private readonly List<IpAddress> _faded = [];

    /// <summary>Judges the connections of a host to mailboxes and submission by their size, where no reply to a login was seen.</summary>
    /// <param name="window">The window.</param>
    /// <param name="source">The host.</param>
    /// <param name="sums">Its connections.</param>
    /// <param name="servers">To so many different servers.</param>
    public void OnSource(DetectionWindow window, IpAddress source, in SourceSums sums, long servers)
    {
        ulong flows = sums.Flows - sums.SynFlows;
        if (!_options.Enabled || flows == 0 || HasReplies(window, source, in sums))
        {
            return;
        }

        double octets = sums.Octets - sums.SynOctets;
        double each = octets / flows;
        double many = _options.Flows * window.Minutes;
        double ratio = each <= _options.ShortOctets ? flows / many : 0;
        double same = 0;
        // Anybody can forge such connections; half of the places are left to those whose refused logins were seen.
        if (_attempts.ContainsKey(source) || (each <= _options.SameOctets && _attempts.Count < MaxHosts / 2))
        {
            ref LoginAttempts attempts = ref At(window, source);
            attempts.Add(flows, octets);
            same = attempts.Connections;
            bool isSame = attempts.MeanOctets >= LeastOctets && attempts.MeanOctets <= _options.SameOctets && attempts.Spread <= _options.SameSpread;
            ratio = Math.Max(ratio, isSame ? same / (_options.SameConnections * Math.Clamp(servers, 1, MostServers)) : 0);
        }

        if (window.Tracker.Wants(rule, source, ratio, window.Start, out Track track))
        {
            int severity = Finding.SeverityOf(ratio);
            track.Set(new Finding
            {
                Ratio = ratio,
                Severity = severity,
                Handshake = HandshakeEvidence.Established,
                Flows = sums.Flows,
                Packets = sums.Packets,
                Octets = sums.Octets,
                NextHop = window.NextHop(sums.NextHop),
                ExporterIndex = DetectionWindow.Exporter(sums.Exporter),
                Contributions = !track.Tells(ratio, severity, window.IsOpen) ? [] :
                [
                    flows >= many && each <= _options.ShortOctets
                        ? Words.Of("short_connections", flows, severity,
                            $"{Words.Count(flows)} connections of {Words.Count(each)} octets to mailboxes in a window (threshold {Words.Count(many)}): as short as refused logins")
                        : Words.Of("same_connections", same, severity,
                            $"{Words.Count(same)} connections to mailboxes in the last minutes, all of {Words.Count(each)} octets (threshold {_options.SameConnections} in ten minutes): as refused logins are"),
                ],
            });
        }
    }

    /// <summary>Judges the logins of a host.</summary>
    public void OnWire(DetectionWindow window, IpAddress source, in WireHost host)
    {
        if (host.Logins + host.FailedLogins == 0 || !_options.Enabled)
        {
            return;
        }

        if (_attempts.Count >= MaxHosts && !_attempts.ContainsKey(source))
        {
            return;
        }

        ref LoginAttempts attempts = ref At(window, source);
        attempts.Failed += host.FailedLogins;
        attempts.All += host.Logins + host.FailedLogins;
        double share = attempts.Failed / attempts.All;
        double ratio = share >= _options.FailedShare ? attempts.Failed / _options.Failures : 0;
        if (window.Tracker.Wants(rule, source, ratio, window.Start, out Track track))
        {
            int severity = Finding.SeverityOf(ratio);
            track.Set(new Finding
            {
                Ratio = ratio,
                Severity = severity,
                Handshake = HandshakeEvidence.Established,
                Flows = (ulong)(host.Logins + host.FailedLogins),
                ExporterIndex = -1,
                Contributions = [Words.Of("failed_logins", attempts.Failed, severity,
                    $"{Words.Count(attempts.Failed)} logins refused in the last minutes, {Words.Percent(share)} of all (threshold {_options.Failures} in ten minutes)")],
            });
        }
    }

    // Packets told of its logins: they are judged by what the servers said.
    private static bool HasReplies(DetectionWindow window, IpAddress source, in SourceSums sums)
    {
        if (!DetectionWindow.IsMetered(in sums, window.Wire))
        {
            return false;
        }

        WireHost host = window.Wire!.Of(source);
        return host.Logins + host.FailedLogins > 0;
    }

    private ref LoginAttempts At(DetectionWindow window, IpAddress source)
    {
        ref LoginAttempts attempts = ref CollectionsMarshal.GetValueRefOrAddDefault(_attempts, source, out _);
        attempts.Fade(window.Time.Observed);
        return ref attempts;
    }

    /// <summary>Forgets hosts whose attempts have faded.</summary>
    public void EndHour(long observed)
    {
        _faded.Clear();
        foreach ((IpAddress source, LoginAttempts attempts) in _attempts)
        {
            LoginAttempts faded = attempts;
            faded.Fade(observed);
            if (faded.All + faded.Connections < Forgotten)
            {
                _faded.Add(source);
            }
        }

        foreach (IpAddress source in _faded)
        {
            _attempts.Remove(source);
        }
    }

    /// <summary>Writes the attempts.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_attempts.Count);
        foreach ((IpAddress source, LoginAttempts attempts) in _attempts)
        {
            StructBytes.Write(writer, in source);
            StructBytes.Write(writer, in attempts);
        }
    }

    /// <summary>Reads attempts.</summary>
    public void Restore(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            StructBytes.Read(reader, out IpAddress source);
            StructBytes.Read(reader, out LoginAttempts attempts);
            _attempts[source] = attempts;
        }
    }
}
