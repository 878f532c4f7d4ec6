using System.CommandLine;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Commands.Abuse;

/// <summary><c>flowsensor abuse ingest MAILBOX</c>: reads complaints, finds their hosts and who is responsible.</summary>
internal static class AbuseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new ExampleCommand(
        "abuse",
        "Works the abuse mailbox: reads complaints and finds who is responsible, and counts them.",
        ("flowsensor abuse ingest /var/mail/abuse --dry-run", "what would be done with each message"),
        ("flowsensor abuse stats", "complaints, hosts and reports by month"))
    {
        CreateIngest(), AbuseStatisticsCommand.Create(),
    };

    private static ExampleCommand CreateIngest()
    {
        ExampleCommand command = new(
            "ingest",
            "Reads complaints from an mbox, a Maildir, a message or standard input; each message is handled once. Mailboxes are only read.",
            ("flowsensor abuse ingest /var/mail/abuse --dry-run", "what would be done with each message"),
            ("flowsensor abuse ingest /var/mail/abuse --forward", "pass each on to who is responsible, or answer it"),
            ("flowsensor abuse ingest ~/Maildir --json", "the same as JSON, and remember what was handled"),
            ("fetchmail ... | flowsensor abuse ingest -", "one message or an mbox from a pipe"));
        Argument<string> mailbox = new("MAILBOX") { Description = "mbox, Maildir, single message, or - for standard input" };
        Option<bool> dryRun = new("--dry-run") { Description = "Remember nothing" };
        Option<bool> forward = new("--forward") { Description = "Mail complaints with evidence to the responsible contact, and answer those about nothing in our data (reports.mail)" };
        Option<bool> offline = new("--offline") { Description = "Ask no RWhois, whois or RDAP server" };
        Option<bool> json = CommonOptions.Json();
        command.Arguments.Add(mailbox);
        foreach (Option option in (IEnumerable<Option>)[dryRun, forward, offline, json])
        {
            command.Options.Add(option);
        }

        StoreFolder store = new(command);

        command.SetAction(async (parsed, cancellation) =>
        {
            SensorOptions options = store.Options(parsed);
            string folder = store.Path(parsed, options);
            bool forwards = parsed.GetValue(forward) || options.Abuse.Forward;
            if (forwards && !parsed.GetValue(dryRun))
            {
                ReportSending.RequireServer(options.Reports);
            }

            using ComplaintIngest ingest = new(options, folder, parsed.GetValue(dryRun), forwards, parsed.GetValue(offline));
            List<ComplaintOutcome> outcomes = await ingest.ReadAsync(parsed.GetValue(mailbox)!, cancellation).ConfigureAwait(false);
            DeskRound? round = await ingest.SendAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                AbuseOutput.WriteJson(outcomes);
            }
            else
            {
                AbuseOutput.WriteTable(outcomes, round);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
