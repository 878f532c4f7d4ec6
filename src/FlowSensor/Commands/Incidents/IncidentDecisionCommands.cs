using System.CommandLine;
using System.Globalization;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands.Incidents;

/// <summary><c>flowsensor incidents ack | mute | exclude | silences | unmute</c>: decisions of operators, with expiry and author.</summary>
internal static class IncidentDecisionCommands
{
    /// <summary>Makes the commands.</summary>
    public static IEnumerable<Command> Create()
    {
        yield return CreateAck();
        yield return CreateDecision(
            "mute", SilenceAction.Mute, "Keeps incidents of a rule and network, but tells nobody.",
            ("flowsensor incidents mute --rule port_scan --network 192.0.2.0/28 --for 30d --by ines --reason 'own scanner'", "for a month"));
        yield return CreateDecision(
            "exclude", SilenceAction.Exclude, "Opens no incident of a rule and network.",
            ("flowsensor incidents exclude --rule smtp_sender --network 192.0.2.77 --for 365d --by ines --reason 'newsletter host'", "for a year"));
        yield return CreateList();
        yield return CreateRemove();
    }

    private static ExampleCommand CreateAck()
    {
        ExampleCommand command = new(
            "ack",
            "Takes note of an incident: nobody else is told of it until the time is over.",
            ("flowsensor incidents ack 20260105T0800-0123456789 --by ines --reason 'written to the institute'", "for a week"));
        Argument<string> id = new("ID") { Description = "Identifier of the incident" };
        command.Arguments.Add(id);
        DecisionOptions options = new(command, "7d");
        command.SetAction(parsed =>
        {
            Silence silence = options.Read(parsed, SilenceAction.Acknowledge) with { Incident = parsed.GetValue(id)! };
            return options.Write(parsed, silence, $"incident {silence.Incident} is acknowledged");
        });
        return command;
    }

    private static ExampleCommand CreateDecision(string name, SilenceAction action, string description, params (string Command, string Meaning)[] examples)
    {
        ExampleCommand command = new(name, description, examples);
        Option<string?> rule = new("--rule", "-r") { Description = "Kind or own rule (default: every one)", HelpName = "NAME" };
        Option<string?> network = new("--network", "-n") { Description = "Network or address of the sources (default: every one)", HelpName = "PREFIX" };
        command.Options.Add(rule);
        command.Options.Add(network);
        DecisionOptions options = new(command, "30d");
        command.SetAction(parsed =>
        {
            string? prefix = parsed.GetValue(network);
            IpPrefix sources = default;
            if (prefix is not null && !IpPrefix.TryParse(prefix, out sources))
            {
                throw new CommandException($"--network '{prefix}' is no network; write it as 192.0.2.0/24, 2001:db8::/32 or an address.", ExitCode.WrongUsage);
            }

            string wanted = IncidentsCommand.CheckKind(parsed.GetValue(rule), options.Configuration(parsed)) ?? "";
            if (wanted.Length == 0 && prefix is null)
            {
                throw new CommandException($"nothing limits what to {name}; give --rule, --network or both.", ExitCode.WrongUsage);
            }

            Silence silence = options.Read(parsed, action) with { Rule = wanted, Network = prefix is null ? null : sources };
            return options.Write(parsed, silence, $"{(wanted.Length == 0 ? "every rule" : wanted)} is {(action == SilenceAction.Mute ? "muted" : "excluded")} for {prefix ?? "every source"}");
        });
        return command;
    }

    private static ExampleCommand CreateList()
    {
        ExampleCommand command = new("silences", "Lists decisions: what is muted, excluded and acknowledged, until when and by whom.", ("flowsensor incidents silences", "all that are stored"));
        StoreFolder store = new(command);
        command.SetAction(parsed =>
        {
            SensorOptions options = store.Options(parsed);
            using StoreReader reader = StoreReader.Open(store.Path(parsed, options));
            IReadOnlyList<StoredSilence> silences = new SilencesQuery(reader).Ask();
            if (silences.Count == 0)
            {
                Console.Out.WriteLine("Nothing is muted, excluded or acknowledged.");
                return ExitCode.Done;
            }

            TableOutput.Write("Decisions", [">no", "action", "what", "until", "by", "reason"], silences.Select(stored => (IReadOnlyList<string>)
            [
                TableOutput.Plain(stored.Number), SilenceBook.NameOf(stored.Silence.Action), What(stored.Silence),
                TableOutput.Time(DateTimeOffset.FromUnixTimeMilliseconds(stored.Silence.Until), options.Sensor.TimeZone), stored.Silence.Author, stored.Silence.Reason,
            ]));
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateRemove()
    {
        ExampleCommand command = new("unmute", "Takes a decision back.", ("flowsensor incidents unmute 3", "number 3 of 'flowsensor incidents silences'"));
        Argument<long> number = new("NUMBER") { Description = "Number of the decision" };
        command.Arguments.Add(number);
        StoreFolder store = new(command);
        command.SetAction(parsed =>
        {
            using SilenceBook book = SilenceBook.Open(store.Path(parsed));
            long wanted = parsed.GetValue(number);
            return book.Remove(wanted)
                ? ExitCode.Done
                : throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"there is no decision {wanted}; 'flowsensor incidents silences' lists them."), ExitCode.Failed);
        });
        return command;
    }

    private static string What(Silence silence) => silence.Incident.Length > 0
        ? silence.Incident
        : $"{(silence.Rule.Length == 0 ? "every rule" : silence.Rule)}, {silence.Network?.ToString() ?? "every source"}";
}
