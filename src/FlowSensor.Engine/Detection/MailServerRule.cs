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

    // Ten minutes are the unit of what is usual.
    private const double UnitsInHour = 6;

    // Of a day that teaches what is usual three quarters were seen.
    private const double LeastOfDayMs = DayMs * 3 / 4;

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
            day = new MailServerDay { Server = host, Day = today.DayNumber, Since = window.Time.Observed, At = window.Time.Observed, LastSeen = window.Time.Observed };
        }
        else if (day.Day != today.DayNumber)
        {
            long midnight = window.Time.Observed - Math.Max(0, window.Start - setup.Calendar.StartOf(today));
            EndDay(ref day, today, Math.Max(day.At, midnight));
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

    private void EndDay(ref MailServerDay day, DateOnly today, long midnight)
    {
        DateOnly ended = DateOnly.FromDayNumber(day.Day);
        DayKind kind = setup.Calendar.KindOf(ended);
        MailVerdict verdict = setup.Verdict.Judge(day.Total, LevelsOf(day.Server, kind));

        // While little is known, only an attack is no reason to learn: a first day that was a strange one must not shut out all that follow. A day
        // of which a part was seen would make whole days look busy.
        bool isEarly = verdict != MailVerdict.Attacked && !_baseline.Knows(day.Server, kind);
        if (midnight - day.Since >= LeastOfDayMs)
        {
            _baseline.Learn(day.Server, kind, day.Total, isEarly ? MailVerdict.Normal : verdict);
        }

        day.Day = today.DayNumber;
        day.Since = midnight;
        day.Total = default;
    }

    // The published levels are those of one server of 2003, which say nothing of another one: they count where they are configured, not as the default.
    private MailLevels LevelsOf(IpAddress server, DayKind kind)
    {
        MailLevels configured = kind == DayKind.Weekday ? setup.Mail.WeekdayLevels : setup.Mail.HolidayLevels;
        bool isDefault = configured with { Queries = null } == MailLevels.Published(kind);
        return isDefault ? _baseline.OwnLevelsOf(server, kind, configured.Queries) ?? configured : _baseline.LevelsOf(server, kind, configured);
    }

    // Refused in numbers, most of all that were asked for, and more than is usual.
    private double Storm(double unknown, double asked, double threshold, double usual) =>
        asked > 0 && unknown >= _options.UnknownShare * asked ? Math.Min(unknown / threshold, unknown / Math.Max(1, usual)) : 0;

    private void Judge(DetectionWindow window, in MailServerDay day, DateOnly today)
    {
        // Who is asked for unknown users all day is not attacked each day anew.
        double usual = day.HasUsual ? _options.UnknownFactor * day.UsualUnknown : 0;
        double burst = Storm(day.RecentUnknown, day.RecentAsked, _options.UnknownUsers, usual);

        // The hour counts while the last minutes keep up with it: what came all at once is over when it is over.
        bool goesOn = day.RecentUnknown * UnitsInHour * 2 >= _options.UnknownUsersHour;
        double slow = day.HasUsual && goesOn ? Storm(day.HourUnknown, day.HourAsked, _options.UnknownUsersHour, usual * UnitsInHour) : 0;
        double storm = Math.Max(burst, slow);
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
            int points = fall >= storm ? 0 : severity;
            parts.Add(burst >= slow
                ? Words.Of("unknown_users", day.RecentUnknown, points,
                    $"{Words.Count(day.RecentUnknown)} recipients refused as unknown in the last minutes, {Words.Percent(day.RecentUnknown / day.RecentAsked)} of all (threshold {_options.UnknownUsers} in ten minutes)")
                : Words.Of("unknown_users", day.HourUnknown, points,
                    $"{Words.Count(day.HourUnknown)} recipients refused as unknown in the last hour, {Words.Percent(day.HourUnknown / day.HourAsked)} of all (threshold {_options.UnknownUsersHour})"));
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

    // From one on attacked by the published rule, and how far queries rose over what counts as risen; a half where one of its signs is back
    // half-way to the usual.
    private double FallOf(DetectionWindow window, in MailServerDay day, DateOnly today, out MailLevels levels, out double rise)
    {
        DayKind kind = setup.Calendar.KindOf(today);
        levels = LevelsOf(day.Server, kind);
        double passed = (window.Window.End - setup.Calendar.StartOf(today)) / DayMs;
        rise = 0;
        bool isEnough = passed * 24 >= _options.LeastHours && day.Total.Queries >= _options.LeastQueries
            && day.Total.Connections >= setup.Verdict.LeastConnections && day.RecentConnections >= LeastRecent;
        if (levels.Queries is not double usual || usual <= 0 || !isEnough)
        {
            return 0;
        }

        double risen = setup.Verdict.QueriesRise;
        rise = day.Total.Queries / (usual * Math.Min(1, passed));
        double sure = Sign(rise, 1, _baseline.Knows(day.Server, kind) ? risen : Math.Max(risen, Unmistakable));
        sure = Math.Min(sure, Sign(day.Total.Accepted / (double)day.Total.Connections, levels.Efficiency, levels.Low));

        // A day holds its attack until midnight: what is over is told by the last hour.
        sure = Math.Min(sure, Sign(day.RecentQueries / UsualHour(window, day.Server, usual), 1, risen));
        sure = Math.Min(sure, Sign(day.RecentAccepted / day.RecentConnections, levels.Efficiency, levels.Low));
        return sure < 1 ? sure : Math.Max(1, rise / risen);
    }

    // The share of the day that is usual for this hour of it, where one day at least was seen; never less than a twenty-fourth.
    private static double UsualHour(DetectionWindow window, IpAddress server, double usualDay) =>
        window.Servers.TryFind(server, out ServerProfile? profile) ? Math.Max(profile.DnsQueries.UsualOfDay(window.Hour), usualDay / 24) : usualDay / 24;

    // One from the threshold on, a half at the middle between it and the usual, nothing at the usual. A server whose deliveries were never seen has
    // no efficiency that could fall.
    private static double Sign(double value, double usual, double threshold) => threshold == usual ? 0 : Math.Clamp((value - usual) / (threshold - usual), 0, 1);
}
