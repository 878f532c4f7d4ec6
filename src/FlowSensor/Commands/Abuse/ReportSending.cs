using System.Globalization;
using FlowSensor.Engine.Abuse.Delivery;
using FlowSensor.Engine.Abuse.Desk;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Commands.Abuse;

/// <summary>Shows and sends the mail of a report.</summary>
internal static class ReportSending
{
    /// <summary>Shows the mail, to whom it would go, and whether it may be sent.</summary>
    public static void Preview(AbuseReport report, string language, ReportOptions options)
    {
        string? refusal = ReportMail.Refusal(report, isForced: false) ?? (options.Mail is null ? "reports.mail names no mail server" : null);
        IReadOnlyList<string> recipients = ReportMail.Recipients(report);
        Console.Out.WriteLine($"To:         {(recipients.Count == 0 ? "-" : string.Join(", ", recipients))}");
        Console.Out.WriteLine($"From:       {options.Mail?.From ?? options.Contact}");
        Console.Out.WriteLine($"Subject:    {ReportMail.SubjectOf(report)}");
        Console.Out.WriteLine($"Message-ID: <{ReportMail.MessageIdOf(report)}>");
        Console.Out.WriteLine("Attached:   feedback report (RFC 5965), xarf.json");
        Console.Out.WriteLine(refusal is null ? "--send would send it." : $"--send would not send it: {refusal}.");
        Console.Out.WriteLine();
        Console.Out.WriteLine(ReportTemplates.Fill(report, language));
    }

    /// <summary>Opens a ticket and sends its mail; one that the server does not take now waits in the store.</summary>
    /// <exception cref="CommandException">It may not be sent.</exception>
    public static async Task<int> SendAsync(AbuseReport report, string language, bool isForced, string folder, SensorOptions sensor, CancellationToken cancellation)
    {
        RequireServer(sensor.Reports);
        if (ReportMail.Refusal(report, isForced) is string refusal)
        {
            throw new CommandException($"The report of incident {report.Incident.Id} is not sent: {refusal}.", ExitCode.Failed);
        }

        using DeskDatabase database = DeskDatabase.Open(folder);
        TicketBook tickets = new(database);
        (Ticket ticket, bool isNew) = tickets.Open(report, language, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        if (!isNew && ticket.Mail.State is not DeliveryState.Waiting)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Incident {ticket.Incident} was reported already: ticket {ticket.Number}, {Word(ticket.State)}, mail {Word(ticket.Mail.State)}."));
            return ExitCode.Done;
        }

        using DeskRounds rounds = new(database, sensor, TimeProvider.System);
        DeskRound round = await rounds.RunAsync(isHurried: true, cancellation).ConfigureAwait(false);
        Tell(tickets.Find(ticket.Number)!, sensor.Reports, round);
        return ExitCode.Done;
    }

    /// <summary>Fails where no mail server is configured.</summary>
    /// <exception cref="CommandException">None is.</exception>
    public static void RequireServer(ReportOptions options)
    {
        if (options.Mail is null)
        {
            throw new CommandException("The configuration names no mail server to send by; set reports: {mail: {server: \"mail.example.net:587\", from: \"abuse@example.net\"}}.", ExitCode.WrongUsage);
        }
    }

    /// <summary>A state in the words of the store.</summary>
    public static string Word<T>(T state)
        where T : struct, Enum => SnakeCase.Of(state.ToString());

    private static void Tell(Ticket ticket, ReportOptions options, DeskRound round)
    {
        string what = ticket.Mail.State switch
        {
            DeliveryState.Sent => $"sent to {string.Join(", ", ticket.Mail.Recipients)}",
            DeliveryState.Waiting when ticket.Mail.Trouble.Length > 0 => $"waits and is sent by the running sensor, or by 'flowsensor report tickets deliver': {ticket.Mail.Trouble}",
            DeliveryState.Waiting when round.Delivery.Trouble is string trouble => $"waits and is sent by the running sensor, or by 'flowsensor report tickets deliver': {trouble}",
            DeliveryState.Waiting => string.Create(
                CultureInfo.InvariantCulture, $"waits: {ticket.Mail.Recipients[0]} got {options.ContactLimit} mails within {DurationText.Format(options.ContactPeriod)} (reports.contact_limit)"),
            _ => $"{Word(ticket.Mail.State)}: {ticket.Mail.Trouble}",
        };
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ticket {ticket.Number}: {what}"));
    }
}
