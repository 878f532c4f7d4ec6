using System.Net.Http.Headers;
using System.Text;
using FlowSensor.Commands;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Remote;
using FlowSensor.Engine.RelayTesting;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using ContactsAnswer = FlowSensor.Engine.Contacts.RemoteAnswer;
using SensorAnswer = FlowSensor.Commands.Asking.RemoteAnswer;

namespace FlowSensor.Fuzz.Targets;

/// <summary>What servers answer that are asked: mail servers under test, whois servers, another sensor.</summary>
/// <param name="name"><c>smtp-answer</c>, <c>whois-answer</c> or <c>sensor-answer</c>.</param>
internal sealed class AnswerTarget(string name) : FuzzTarget
{
    private const string Smtp = "220 mx.univ.example ESMTP\r\n250-mx.univ.example\r\n250-SIZE 10240000\r\n250 HELP\r\n250 2.1.0 Ok\r\n554 5.7.1 <a@b.example>: Relay access denied\r\n421 bye\r\n";
    private const string Whois = "% Abuse contact for '192.192.40.0 - 192.192.43.255' is 'abuse@univ.example'\r\n\r\ninetnum: 192.192.40.0 - 192.192.43.255\r\norg-name: Sample University\r\nOrgAbuseEmail: abuse@univ.example\r\ncountry: TW\r\n";

    private const string Sensor =
        """
        [{"exporter":"192.0.2.1","version":9,"domain":0,"datagrams":100,"decoded":99,"dropped":{"malformed":1},"records":2400,"sequence_lost":0,"sampling":null,"first":"2026-01-05T00:00:00Z","last":"2026-01-05T01:00:00Z"}]
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => name switch
    {
        "smtp-answer" => "SmtpDialogue, replies of a mail server",
        "whois-answer" => "WhoisClient, an answer",
        _ => "RemoteAnswer, rows of another sensor",
    };

    /// <inheritdoc/>
    public override InputForm Form => InputForm.Text;

    /// <inheritdoc/>
    public override int LongestInput => 5_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. $"{Smtp} {Whois} {Sensor.Replace("\"", " \" ", StringComparison.Ordinal)}".Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes),
        "\"\\ud800\""u8.ToArray(), "1e400"u8.ToArray(), "null"u8.ToArray(), [(byte)'\n'], [0xFF], [0],
    ];

    /// <inheritdoc/>
    // A dialogue with its limits of time, a document, a text a line.
    public override long MostAllocated(int length) => 100_000 + (600L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) =>
        [Encoding.UTF8.GetBytes(name switch { "smtp-answer" => Smtp, "whois-answer" => Whois, _ => Sensor }), "[null]"u8.ToArray()];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        using MemoryStream stream = new(input.ToArray(), writable: false);
        switch (name)
        {
            case "smtp-answer":
                ReadReplies(stream, ref seen);
                break;
            case "whois-answer":
                // All is in memory, so that nothing is waited for.
                using (LineExchange exchange = new(stream))
                {
                    Take(WhoisClient.ReadAsync(exchange, CancellationToken.None).GetAwaiter().GetResult(), ref seen);
                }

                break;
            default:
                ReadRows(input.ToArray(), ref seen);
                break;
        }
    }

    private static void ReadReplies(MemoryStream stream, ref Observation seen)
    {
        using SmtpDialogue dialogue = SmtpDialogue.Over(stream, Patience);
        try
        {
            while (true)
            {
                SmtpReply reply = dialogue.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
                seen.Status(reply.Code);
                seen.Add(reply.Text);
                if (reply.Code is < 0 or > 999 || reply.Text.Any(static letter => letter is < ' ' or > '~'))
                {
                    throw new PropertyException("a reply that cannot be printed");
                }
            }
        }
        catch (IOException end)
        {
            seen.Add(end.Message);
        }
    }

    private static void ReadRows(byte[] body, ref Observation seen)
    {
        using HttpResponseMessage response = new() { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        try
        {
            StoreAnswer<ExporterReport> answer = new SensorAnswer(response).Rows(ReportJsonContext.Default.IReadOnlyListExporterReport);
            seen.Count(answer.Rows.Count);
            foreach (ExporterReport row in answer.Rows)
            {
                seen.Add(row.Exporter);
                seen.Add(row.Records);
            }
        }
        catch (CommandException refused)
        {
            seen.Status(1);
            seen.Add(refused.Message);
        }
    }

    private static void Take(ContactsAnswer answer, ref Observation seen)
    {
        seen.Count(answer.Contacts.Count);
        seen.Add(answer.Institution);
        seen.Add(answer.Network?.ToString() ?? "");
        foreach (Contact contact in answer.Contacts)
        {
            seen.Status((int)contact.Role);
            seen.Add(contact.Mail);
            if (contact.Mail.Any(char.IsControl))
            {
                throw new PropertyException("a mailbox with control characters");
            }
        }
    }
}
