using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Logs;

namespace FlowSensor.Commands.Logs;

/// <summary><c>flowsensor logs rare</c>: message types, the rarest and most telling first.</summary>
internal static class LogsRareCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "rare",
            "Shows the rare lines of logs: message types are learned, the rarest come first, words of trouble weigh more. Without files: of the store.",
            ("flowsensor logs rare /var/log/mail.log /var/log/mail.log.1", "the twenty that stand out most, with the lines near them"),
            ("flowsensor logs rare --since yesterday", "types that a running sensor never saw before yesterday"),
            ("flowsensor logs rare 'mail.log*' --words crash,panic --top 5 --json", "other words, as JSON"));
        LogMiningQuestion question = new(command, "Only types without a line before this time: yesterday, a date, RFC 3339, or -2d", mayAskStore: true);
        command.SetAction(parsed => question.Run(parsed, (lines, since, form) => Print(RareLinesReport.Of(lines.Types, question.Top(parsed), since), form)));
        return command;
    }

    private static void Print(RareLinesReport report, OutputForm form) => AnswerOutput.Print(
        form, () => JsonOutput.Write(report.Rows, ReportJsonContext.Default.IReadOnlyListRareLineReport), RareLinesReport.CsvNames, report.CsvRows, () => report.WriteText(Console.Out, LogMiningQuestion.Width));
}
