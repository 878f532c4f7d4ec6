using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using FlowSensor.Engine.Logs;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Benchmarks.Logs;

/// <summary>Routine log lines from octets to counts, per line: framing, header, fields, statistics.</summary>
public class LogLineBenchmarks
{
    private const int Messages = 2_000;
    private const int LinesOfMessage = 7;
    private const int Queries = 10_000;

    private static readonly byte[] MailLog = BuildMail();
    private static readonly byte[] QueryLog = BuildQueries();

    private readonly LogLineReader _lines = new();
    private readonly LogHeaderReader _headers = new(new LogClock(TimeZoneInfo.Utc, 2026, referenceMs: 0));
    private readonly LogStatistics _statistics = new(Options());

    /// <summary>Seven lines of Postfix for each message.</summary>
    [Benchmark(OperationsPerInvoke = Messages * LinesOfMessage)]
    public long Postfix() => Read(MailLog);

    /// <summary>Query lines of BIND.</summary>
    [Benchmark(OperationsPerInvoke = Queries)]
    public long Bind() => Read(QueryLog);

    private long Read(byte[] log)
    {
        ReadOnlySpan<byte> data = log;
        while (_lines.TryNext(ref data, out ReadOnlySpan<byte> line))
        {
            _headers.Read(line, out LogHeader header);
            _statistics.OnLine(header, line);
        }

        return _statistics.Parsed;
    }

    private static LogStatisticsOptions Options()
    {
        LogStatisticsOptions options = new();
        options.Servers.Add(IpAddress.Parse("192.0.2.25"));
        return options;
    }

    private static byte[] BuildMail()
    {
        StringBuilder log = new();
        for (int message = 0; message < Messages; message++)
        {
            string stamp = string.Create(CultureInfo.InvariantCulture, $"Nov 21 09:{message / 60 % 60:00}:{message % 60:00} mail postfix");
            string client = string.Create(CultureInfo.InvariantCulture, $"client{message % 200}.example.com[198.51.100.{message % 200}]");
            string id = string.Create(CultureInfo.InvariantCulture, $"4jWmv{message:X5}z3X");
            log.Append(CultureInfo.InvariantCulture, $"{stamp}/smtpd[590]: connect from {client}\n{stamp}/smtpd[590]: {id}: client={client}\n");
            log.Append(CultureInfo.InvariantCulture, $"{stamp}/cleanup[601]: {id}: message-id=<{message}@example.com>\n{stamp}/qmgr[511]: {id}: from=<sender@example.com>, size=1866, nrcpt=1 (queue active)\n");
            log.Append(CultureInfo.InvariantCulture, $"{stamp}/smtpd[590]: disconnect from {client} ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5\n");
            log.Append(CultureInfo.InvariantCulture, $"{stamp}/virtual[602]: {id}: to=<user2@example.org>, relay=virtual, delay=0.05, delays=0.05/0/0/0, dsn=2.0.0, status=sent (delivered to maildir)\n{stamp}/qmgr[511]: {id}: removed\n");
        }

        return Encoding.ASCII.GetBytes(log.ToString());
    }

    private static byte[] BuildQueries()
    {
        StringBuilder log = new();
        for (int query = 0; query < Queries; query++)
        {
            log.Append(CultureInfo.InvariantCulture, $"21-Nov-2026 09:{query / 600 % 60:00}:{query / 10 % 60:00}.{query % 1000:000} queries: info: client @0x7f3f29e9b098 192.0.2.{query % 200}#{1024 + query} (host{query}.example.com): query: host{query}.example.com IN A +E(0)K (192.0.2.53)\n");
        }

        return Encoding.ASCII.GetBytes(log.ToString());
    }
}
