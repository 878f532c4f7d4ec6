using System.Globalization;

namespace FlowSensor.Engine.Tests.Logs.Rare;

/// <summary>A mail server's routine as sendmail logs it, made by seed: nights are quieter, some mail is deferred or refused, clients break off.</summary>
internal sealed class RoutineSendmail(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(DateTime Time, string Line)> _lines = [];
    private int _messages;

    /// <summary>Makes lines, in order of time.</summary>
    /// <param name="start">Local time of the first.</param>
    /// <param name="days">Days they spread over.</param>
    /// <param name="count">How many.</param>
    public List<(DateTime Time, string Line)> Make(DateTime start, int days, int count)
    {
        while (_lines.Count < count)
        {
            DateTime time = start.AddSeconds(_random.NextDouble() * days * 86_400);
            if (_random.NextDouble() < (time.Hour is >= 8 and < 20 ? 1.0 : 0.35))
            {
                AddSession(time);
            }
        }

        for (int day = 0; day < days; day++)
        {
            Add(start.AddDays(day).AddHours(4).AddSeconds(7), 900 + day, "alias database /etc/mail/aliases rebuilt by root");
            Add(start.AddDays(day).AddHours(4).AddSeconds(7), 900 + day, $"/etc/mail/aliases: {70 + day} aliases, longest 31 bytes, {900 + day} bytes total");
        }

        return [.. _lines.OrderBy(static line => line.Time).Take(count)];
    }

    public static string Stamp(DateTime time) => time.ToString("MMM d HH:mm:ss", CultureInfo.InvariantCulture);

    private void AddSession(DateTime time)
    {
        int pid = 2_000 + _random.Next(30_000);
        string host = $"mail{_random.Next(400)}.example.{(_random.Next(2) == 0 ? "com" : "net")} [198.51.100.{_random.Next(256)}]";
        switch (_random.Next(100))
        {
            case < 6:
                Add(time, pid, $"{host} did not issue MAIL/EXPN/VRFY/ETRN during connection to MTA");
                return;
            case < 8:
                Add(time, pid, $"{Id(time, pid)}: timeout waiting for input from {host} during server cmd read");
                return;
            case < 10:
                Add(time, pid, $"{Id(time, pid)}: lost input channel from {host} to MTA after rcpt");
                return;
            case < 16:
                Add(time, pid, $"{Id(time, pid)}: ruleset=check_rcpt, arg1=<user{_random.Next(900)}@example.edu>, relay={host}, reject=550 5.7.1 <user{_random.Next(900)}@example.edu>... Relaying denied");
                Add(time, pid, $"{Id(time, pid)}: from=<spam{_random.Next(9_999)}@example.net>, size=0, class=0, nrcpts=0, proto=SMTP, daemon=MTA, relay={host}");
                return;
            default:
                AddMessage(time, pid, host);
                return;
        }
    }

    private void AddMessage(DateTime time, int pid, string host)
    {
        string id = Id(time, pid);
        if (_random.Next(3) == 0)
        {
            Add(time, pid, $"STARTTLS=server, relay={host}, version=TLSv1/SSLv3, verify={(_random.Next(2) == 0 ? "NO" : "OK")}, cipher=DHE-RSA-AES256-SHA, bits=256/256");
        }

        string user = $"user{_random.Next(300)}";
        if (_random.Next(12) == 0)
        {
            Add(time.AddSeconds(1), pid, $"{id}: <nobody{_random.Next(9_999)}@example.org>... User unknown");
        }

        Add(time.AddSeconds(1), pid, $"{id}: from=<sender{_random.Next(2_000)}@example.com>, size={_random.Next(500, 90_000)}, class=0, nrcpts=1, msgid=<{_random.NextInt64():x}@example.com>, proto=ESMTP, daemon=MTA, relay={host}");
        int delay = _random.Next(1, 9);
        string to = $"{id}: to=<{user}@example.org>, delay=00:00:0{delay}, xdelay=00:00:0{delay}, mailer=";
        string rest = _random.Next(20) switch
        {
            < 12 => $"local, pri={_random.Next(30_000, 130_000)}, dsn=2.0.0, stat=Sent",
            < 17 => $"esmtp, pri={_random.Next(30_000, 130_000)}, relay={host}, dsn=2.0.0, stat=Sent ({_random.NextInt64():X} Message accepted for delivery)",
            17 => $"esmtp, pri={_random.Next(30_000, 130_000)}, relay={host}, dsn=4.0.0, stat=Deferred: Connection timed out with mx{_random.Next(90)}.example.com.",
            18 => $"esmtp, pri={_random.Next(30_000, 130_000)}, relay={host}, dsn=4.0.0, stat=Deferred: Connection refused by mx{_random.Next(90)}.example.net.",
            _ => $"local, pri={_random.Next(30_000, 130_000)}, dsn=5.1.1, stat=User unknown",
        };
        Add(time.AddSeconds(1 + delay), pid + 1, to + rest);
    }

    private void Add(DateTime time, int pid, string message) =>
        _lines.Add((time, $"{Stamp(time)} combo sendmail[{pid}]: {message}"));

    // Year, month, day and hour, then sequence and process id, as sendmail 8.12 and later make them.
    private string Id(DateTime time, int pid) =>
        $"j{"ABCDEFGHIJKL"[time.Month - 1]}{(char)('A' + (time.Day % 26))}{(char)('A' + (time.Hour % 26))}{_messages++ % 60:00}{"abcdefghijkl"[_random.Next(12)]}{pid:000000}";
}
