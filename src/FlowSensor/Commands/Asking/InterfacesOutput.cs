using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands.Asking;

/// <summary>Prints what became of the packets of each interface.</summary>
internal static class InterfacesOutput
{
    /// <summary>Prints.</summary>
    public static void Print(StoreAnswer<InterfaceCounters> answer, OutputForm form, TimeZoneInfo zone)
    {
        AnswerOutput.Print(form, answer.Rows, ReportJsonContext.Default.IReadOnlyListInterfaceCounters, ReportColumns.Interfaces, ReportColumns.Of, () =>
        {
            string time = $"{TableOutput.Time(answer.From, zone)} to {TableOutput.Time(answer.To, zone)}";
            if (answer.Rows.Count == 0)
            {
                Console.Out.WriteLine($"No interfaces are stored from {time}.");
                return;
            }

            TableOutput.Write(
                $"Interfaces, {time}",
                ["Interface", ">Seen", ">Delivered", ">Kernel dropped", ">Queue full", ">Interface dropped"],
                answer.Rows.Select(static row => Cells(row, TableOutput.Number)));
        });
    }

    private static IReadOnlyList<string> Cells(InterfaceCounters row, Func<long, string> number) =>
        [row.Interface, number(row.Seen), number(row.Delivered), number(row.KernelDropped), number(row.QueueFull), number(row.InterfaceDropped)];
}
