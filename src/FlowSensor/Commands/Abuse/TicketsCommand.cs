using System.CommandLine;
using System.Globalization;
using System.Text;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Tickets;

namespace FlowSensor.Commands.Abuse;

/// <summary><c>flowsensor report tickets</c>: what became of the reports.</summary>
internal static class TicketsCommand
{
    private static readonly string[] States = [.. Enum.GetValues<TicketState>().Select(ReportSending.Word)];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "tickets",
            "Lists reports that were sent or are to be sent: draft, sent, answered, stopped, recurred or closed.",
            ("flowsensor report tickets", "all of them"),
            ("flowsensor report tickets --state recurred --json", "hosts that began again"),
            ("flowsensor report tickets show 3", "one with everything that happened to it"));
        Option<string?> state = new("--state") { Description = "Only those in this state" };
        state.AcceptOnlyFromAmong(States);
        Option<bool> json = CommonOptions.Json();
        TicketOptions options = new(command, state, json);
        command.SetAction(parsed => options.With(parsed, (book, _, sensor) =>
        {
            IReadOnlyList<Ticket> tickets = book.List(parsed.GetValue(state) is string wanted ? Enum.Parse<TicketState>(wanted, ignoreCase: true) : null);
            if (parsed.GetValue(json))
            {
                TicketOutput.WriteJson(tickets);
            }
            else
            {
                TicketOutput.WriteTable(tickets, sensor.Sensor.TimeZone);
            }

            return ExitCode.Done;
        }));
        command.Subcommands.Add(CreateShow());
        command.Subcommands.Add(CreateDeliver());
        command.Subcommands.Add(CreateClose());
        command.Subcommands.Add(CreateResend());
        return command;
    }

    private static ExampleCommand CreateShow()
    {
        ExampleCommand command = new("show", "Shows a ticket with everything that happened to it.", ("flowsensor report tickets show 3", "to read"), ("flowsensor report tickets show 3 --mail", "its mail, as it is sent"));
        Argument<long> number = Number(command);
        Option<bool> mail = new("--mail") { Description = "Print the mail instead" };
        Option<bool> json = CommonOptions.Json();
        TicketOptions options = new(command, mail, json);
        command.SetAction(parsed => options.With(parsed, (book, _, sensor) =>
        {
            Ticket ticket = Find(book, parsed.GetValue(number));
            if (parsed.GetValue(mail))
            {
                Console.Out.Write(Encoding.ASCII.GetString(book.MailOf(ticket)));
            }
            else if (parsed.GetValue(json))
            {
                TicketOutput.WriteJson(ticket, book.Events(ticket.Number));
            }
            else
            {
                TicketOutput.WriteTable(ticket, book.Events(ticket.Number), sensor.Sensor.TimeZone);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static ExampleCommand CreateDeliver()
    {
        ExampleCommand command = new(
            "deliver",
            "Sends what waits, looks whether reported hosts stopped, and tells the ticket system; a running sensor does so by itself.",
            ("flowsensor report tickets deliver", "now"),
            ("flowsensor report tickets deliver --json", "what was done, for a script"));
        Option<bool> json = CommonOptions.Json();
        TicketOptions options = new(command, json);
        command.SetAction((parsed, cancellation) => options.WithAsync(parsed, async (_, database, sensor) =>
        {
            using DeskRounds rounds = new(database, sensor, TimeProvider.System);
            DeskRound round = await rounds.RunAsync(isHurried: true, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                TicketOutput.WriteJson(round);
            }
            else
            {
                DeliveryRound mails = round.Delivery;
                Console.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{mails.Sent} sent, {mails.Waiting} wait, {mails.Uncertain} uncertain, {mails.Failed} failed; {round.Changed} tickets changed by their host's traffic."));
            }

            string? trouble = round.Delivery.Trouble ?? round.WebhookTrouble;
            return trouble is null ? ExitCode.Done : throw new CommandException(trouble, ExitCode.Failed);
        }));
        return command;
    }

    private static ExampleCommand CreateClose()
    {
        ExampleCommand command = new("close", "Ends a ticket; a mail of it that still waits is not sent.", ("flowsensor report tickets close 3 --reason 'host was reinstalled'", "by hand"));
        Argument<long> number = Number(command);
        Option<string> reason = new("--reason") { Description = "Why, one line", HelpName = "TEXT", DefaultValueFactory = static _ => "" };
        TicketOptions options = new(command, reason);
        command.SetAction(parsed => options.With(parsed, (book, _, _) =>
        {
            Ticket ticket = Find(book, parsed.GetValue(number));
            return book.Close(ticket, parsed.GetValue(reason)!.ReplaceLineEndings(" "), Now())
                ? ExitCode.Done
                : throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"Ticket {ticket.Number} is closed already."), ExitCode.Failed);
        }));
        return command;
    }

    private static ExampleCommand CreateResend()
    {
        ExampleCommand command = new(
            "resend",
            "Sends the mail of a ticket again that failed, or of which it is uncertain whether it was taken: the same mail with the same Message-ID.",
            ("flowsensor report tickets resend 3", "after a look into the mail server's log"));
        Argument<long> number = Number(command);
        TicketOptions options = new(command);
        command.SetAction((parsed, cancellation) => options.WithAsync(parsed, async (book, database, sensor) =>
        {
            ReportSending.RequireServer(sensor.Reports);
            Ticket ticket = Find(book, parsed.GetValue(number));
            if (!new Outbox(database).Retry(ticket.Mail.Id, Now()))
            {
                throw new CommandException(
                    string.Create(CultureInfo.InvariantCulture, $"The mail of ticket {ticket.Number} is {ReportSending.Word(ticket.Mail.State)}; only one that failed or is uncertain is sent again."), ExitCode.Failed);
            }

            using DeskRounds rounds = new(database, sensor, TimeProvider.System);
            DeskRound round = await rounds.RunAsync(isHurried: true, cancellation).ConfigureAwait(false);
            OutboxMail mail = book.Find(ticket.Number)!.Mail;
            return mail.State switch
            {
                DeliveryState.Sent or DeliveryState.Sending => ExitCode.Done,
                DeliveryState.Waiting when mail.Attempts == 0 => throw new CommandException($"The mail waits: {round.Delivery.Trouble ?? "its contact got too many lately"}", ExitCode.Failed),
                DeliveryState.Waiting => throw new CommandException($"The mail waits: {mail.Trouble}", ExitCode.Failed),
                _ => throw new CommandException($"The mail is {ReportSending.Word(mail.State)}: {mail.Trouble}", ExitCode.Failed),
            };
        }));
        return command;
    }

    private static Argument<long> Number(Command command)
    {
        Argument<long> number = new("TICKET") { Description = "Number of the ticket" };
        command.Arguments.Add(number);
        return number;
    }

    private static Ticket Find(TicketBook book, long number) => book.Find(number)
        ?? throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"There is no ticket {number}; 'flowsensor report tickets' lists them."), ExitCode.Failed);

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
