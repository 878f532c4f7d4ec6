using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Logs;

namespace FlowSensor.Commands.Logs;

/// <summary><c>flowsensor logs gaps</c>: times in which a program logged nothing for too long.</summary>
internal static class LogsGapsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "gaps",
            "Shows silences that are too long for that program at that hour, those after a rare line first, with what came before and after.",
            ("flowsensor logs gaps /var/log/mail.log*", "what is usual is learned from the files themselves"),
            ("flowsensor logs gaps mail.log --since 2026-01-31 --json", "only those that ended after a time, as JSON"));
        LogMiningQuestion question = new(command, "Only silences that ended after this time: yesterday, a date, RFC 3339, or -2d", mayAskStore: false);
        command.SetAction(parsed => question.Run(parsed, (lines, since, form) => Print(LogGapsReport.Of(lines, question.Top(parsed), since), form)));
        return command;
    }

    private static void Print(LogGapsReport report, OutputForm form) => AnswerOutput.Print(
        form, () => JsonOutput.Write(report.Rows, ReportJsonContext.Default.IReadOnlyListLogGapReport), LogGapsReport.CsvNames, report.CsvRows, () => report.WriteText(Console.Out, LogMiningQuestion.Width));
}
