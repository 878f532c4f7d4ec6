using System.Runtime.InteropServices;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// The published rule over the local day so far: efficiency falls while DNS queries rise against the part of the day that has passed. Beside
/// it, refused recipients in numbers, which need no past.
/// </summary>
internal sealed class MailServerRule(RuleState rule, DetectionSetup setup, int maximum)
{
    private const long Forgotten = 8 * 86_400_000L;
    private const double DayMs = 86_400_000;

    // Times the usual queries that are a sign also where the usual efficiency is not known. The published days have 2.5 and 5.0.
    private const double Unmistakable = 2.5;

    // Connections of about an hour under which its efficiency is chance.
    private const double LeastRecent = 20;

    private readonly MailServerAttackedOptions _options = (MailServerAttackedOptions)rule.Options;
    private readonly Dictionary<IpAddress, MailServerDay> _servers = [];
    private readonly MailBaseline _baseline = new(maximum);

    /// <summary>Takes and judges what packets told of a host as a server.</summary>
    public void OnWire(DetectionWindow window, IpAddress host, in WireHost counts)
    {
        bool serves = counts.Connections + counts.Accepted + counts.Asked > 0;
        bool isKnown = _servers.ContainsKey(host);
        if (!_options.Enabled || (!isKnown && (!serves || _servers.Count >= maximum || !setup.IsOwn(host))))
        {
            return;
        }

        ref MailServerDay day = ref CollectionsMarshal.GetValueRefOrAddDefault(_servers, host, out _);
        DateOnly today = setup.Calendar.DayOf(window.Start, out _);
        if (!isKnown)
        {
            day = new MailServerDay { Server = host, Day = today.DayNumber, At = window.Time.Observed, LastSeen = window.Time.Observed };
        }
        else if (day.Day != today.DayNumber)
        {
            EndDay(ref day, today);
        }

        day.Add(in counts, window.Time.Observed);
        Judge(window, in day, today);
    }

    /// <summary>Forgets servers that had no connection for long.</summary>
    public void EndHour(long observed)
    {
        foreach ((IpAddress server, MailServerDay day) in _servers)
        {
            if (observed - day.LastSeen > Forgotten)
            {
                _servers.Remove(server);
            }
        }
    }

    /// <summary>Writes days and levels.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(StructBytes.SizeOf<MailServerDay>());
        writer.Write(_servers.Count);
        foreach (MailServerDay day in _servers.Values)
        {
            StructBytes.Write(writer, in day);
        }

        _baseline.Save(writer);
    }

    /// <summary>Reads days and levels; false where another version wrote them.</summary>
    public bool Restore(BinaryReader reader)
    {
        if (reader.ReadInt32() != StructBytes.SizeOf<MailServerDay>())
        {
            return false;
        }

        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            StructBytes.Read(reader, out MailServerDay day);
            _servers[day.Server] = day;
        }

        _baseline.Restore(reader);
        return true;
    }

    private void EndDay(ref MailServerDay day, DateOnly today)
    {
        DateOnly ended = DateOnly.FromDayNumber(day.Day);
        DayKind kind = setup.Calendar.KindOf(ended);
        MailVerdict verdict = setup.Verdict.Judge(day.Total, LevelsOf(day.Server, kind));

        // The published levels are those of one server of 2003: while a server's own are not known, theirs are no reason not to learn them.
        bool isLow = verdict == MailVerdict.LowEfficiency && !_baseline.Knows(day.Server, kind);
        _baseline.Learn(day.Server, kind, day.Total, isLow ? MailVerdict.Normal : verdict);
        day.Day = today.DayNumber;
        day.Total = default;
    }

    private MailLevels LevelsOf(IpAddress server, DayKind kind) =>
        _baseline.LevelsOf(server, kind, kind == DayKind.Weekday ? setup.Mail.WeekdayLevels : setup.Mail.HolidayLevels);

    private void Judge(DetectionWindow window, in MailServerDay day, DateOnly today)
    {
        double storm = day.RecentAsked > 0 && day.RecentUnknown >= _options.UnknownShare * day.RecentAsked ? day.RecentUnknown / _options.UnknownUsers : 0;
        if (day.HasUsual)
        {
            // Who is asked for unknown users all day is not attacked each day anew.
            storm = Math.Min(storm, day.RecentUnknown / Math.Max(1, _options.UnknownFactor * day.UsualUnknown));
        }

        double fall = FallOf(window, in day, today, out MailLevels levels, out double rise);
        double ratio = Math.Max(storm, fall);
        if (!window.Tracker.Wants(rule, day.Server, ratio, window.Start, out Track track))
        {
            return;
        }

        List<Contribution> parts = [];
        int severity = Finding.SeverityOf(ratio, 60);
        if (fall >= storm && fall > 0)
        {
            double efficiency = day.Total.Connections == 0 ? 0 : day.Total.Accepted / (double)day.Total.Connections;
            parts.Add(Words.Of("dns_queries", rise, severity - 30, $"{Words.Count(day.Total.Queries)} DNS queries so far today, {rise:0.0} times the usual"));
            parts.Add(Words.Of("efficiency", efficiency, 30, $"mail exchange efficiency {efficiency:0.00} today, usual {levels.Efficiency:0.00} and at least {levels.Low:0.00}"));
        }

        if (storm > 0)
        {
            parts.Add(Words.Of("unknown_users", day.RecentUnknown, fall >= storm ? 0 : severity,
                $"{Words.Count(day.RecentUnknown)} recipients refused as unknown in the last minutes, {Words.Percent(day.RecentUnknown / day.RecentAsked)} of all (threshold {_options.UnknownUsers} in ten minutes)"));
        }

        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = severity,
            Role = IncidentRole.Victim,
            Handshake = HandshakeEvidence.Established,
            ExporterIndex = -1,
            Contributions = parts,
        });
    }

    // Zero unless attacked by the published rule, else how far queries rose over what counts as risen.
    private double FallOf(DetectionWindow window, in MailServerDay day, DateOnly today, out MailLevels levels, out double rise)
    {
        DayKind kind = setup.Calendar.KindOf(today);
        levels = LevelsOf(day.Server, kind);
        double passed = (window.Window.End - setup.Calendar.StartOf(today)) / DayMs;
        rise = 0;
        if (levels.Queries is not > 0 || passed * 24 < _options.LeastHours || day.Total.Queries < _options.LeastQueries)
        {
            return 0;
        }

        MailLevels soFar = levels with { Queries = levels.Queries * Math.Min(1, passed) };
        rise = day.Total.Queries / soFar.Queries!.Value;
        if (rise < Unmistakable && !_baseline.Knows(day.Server, kind))
        {
            return 0;
        }

        // A day holds its attack until midnight: what is over is told by the last hour.
        double usualHour = window.Servers.TryFind(day.Server, out ServerProfile? profile) && profile.DnsQueries.TryLevel(window.Hour, 1, out double usual, out _)
            ? Math.Max(usual, soFar.Queries.Value / (passed * 24))
            : soFar.Queries.Value / (passed * 24);
        bool hasFallen = day.RecentQueries < usualHour * setup.Verdict.QueriesRise;
        bool isOver = hasFallen || day.RecentConnections < LeastRecent || day.RecentAccepted >= levels.Low * day.RecentConnections;
        return isOver || setup.Verdict.Judge(day.Total, soFar) != MailVerdict.Attacked ? 0 : Math.Max(1, rise / setup.Verdict.QueriesRise);
    }
}
