using System.CommandLine;
using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reading;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor abuse ingest MAILBOX</c>: reads complaints, finds their hosts and who is responsible.</summary>
internal static class AbuseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("abuse", "Works the abuse mailbox.") { CreateIngest() };

    private static ExampleCommand CreateIngest()
    {
        ExampleCommand command = new(
            "ingest",
            "Reads complaints from an mbox, a Maildir, a message or standard input; each message is handled once. Mailboxes are only read.",
            ("flowsensor abuse ingest /var/mail/abuse --dry-run", "what would be done with each message"),
            ("flowsensor abuse ingest ~/Maildir --json", "the same as JSON, and remember what was handled"),
            ("fetchmail ... | flowsensor abuse ingest -", "one message or an mbox from a pipe"));
        Argument<string> mailbox = new("MAILBOX") { Description = "mbox, Maildir, single message, or - for standard input" };
        Option<bool> dryRun = new("--dry-run") { Description = "Remember nothing" };
        Option<bool> offline = new("--offline") { Description = "Ask no RWhois, whois or RDAP server" };
        Option<string?> config = CommonOptions.Config();
        Option<string?> store = CommonOptions.Store();
        Option<bool> json = CommonOptions.Json();
        command.Arguments.Add(mailbox);
        foreach (Option option in (IEnumerable<Option>)[dryRun, offline, store, config, json])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            SensorOptions options = CommonOptions.Load(parsed.GetValue(config), byDefault: true);
            string folder = parsed.GetValue(store) ?? options.Store.Path;
            List<ComplaintOutcome> outcomes = await IngestAsync(
                parsed.GetValue(mailbox)!, options, folder, parsed.GetValue(dryRun), parsed.GetValue(offline), cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                AbuseOutput.WriteJson(outcomes);
            }
            else
            {
                AbuseOutput.WriteTable(outcomes);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<List<ComplaintOutcome>> IngestAsync(
        string mailbox, SensorOptions options, string folder, bool dryRun, bool offline, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        ContactResolver resolver = CommonOptions.Contacts(options, folder, client, offline);
        using ComplaintStore? handled = dryRun && !StoreReader.Exists(folder) ? null : ComplaintStore.Open(folder);
        using StoreReader? store = handled is null ? null : StoreReader.Open(folder);
        ComplaintDesk desk = new(
            new ComplaintReader(RulesOf(options)),
            store is null ? null : new SightingQuery(store, options.Abuse.Skew),
            resolver,
            identity => handled?.IsKnown(identity) ?? false);
        List<ComplaintOutcome> outcomes = [];
        foreach (MailboxMessage message in MailSource.Read(mailbox, (int)options.Abuse.MessageLimit.Octets))
        {
            long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            ComplaintOutcome outcome = await desk.DecideAsync(message, now, cancellation).ConfigureAwait(false);
            outcomes.Add(outcome);
            if (!dryRun && outcome.Action != ComplaintAction.Known)
            {
                handled!.Add(outcome, now);
            }
        }

        return outcomes;
    }

    private static ComplaintRules RulesOf(SensorOptions options) => new()
    {
        Networks = options.Sensor.Networks,
        Trusted = [.. options.Abuse.Trusted, .. options.Mail.Servers.Select(static server => new IpPrefix(server, server.IsIPv4 ? 32 : 128))],
        Zone = options.Sensor.TimeZone,
    };
}
