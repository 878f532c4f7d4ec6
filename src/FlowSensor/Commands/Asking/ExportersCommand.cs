using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands.Asking;

/// <summary><c>flowsensor exporters</c>: who exports to the sensor and what became of it, from the store.</summary>
internal static class ExportersCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "exporters",
            "Shows the exporters with their datagrams, drops by cause and losses, and the interfaces packets are taken from, from the store.",
            ("flowsensor exporters", "the last day of data"),
            ("flowsensor exporters --from -10m", "who is sending now"),
            ("flowsensor exporters --interfaces --json", "what became of the packets of each interface"));
        Option<bool> interfaces = new("--interfaces") { Description = "Only the interfaces, with packets dropped by the kernel, the sensor's queue and the interface" };
        command.Options.Add(interfaces);
        StoreQuestion question = new(command, mayAskSensor: true, mayAskDatabase: true);
        command.SetAction(parsed =>
        {
            OutputForm form = question.Form(parsed);
            if (question.Sensor(parsed) is RemoteSensor sensor)
            {
                using (sensor)
                {
                    ((string, string?) from, (string, string?) to) = question.Written(parsed);
                    AskSensor(sensor, form, question.Options(parsed).Sensor.TimeZone, parsed.GetValue(interfaces), [from, to]);
                }

                return ExitCode.Done;
            }

            if (parsed.GetValue(interfaces))
            {
                (StoreReader store, TimeRange time, TimeZoneInfo local) = question.Open(parsed);
                using (store)
                {
                    InterfacesOutput.Print(new InterfacesQuery(store).Ask(time), form, local);
                }

                return ExitCode.Done;
            }

            (ITrafficQueries queries, TimeRange range, TimeZoneInfo zone) = question.OpenTraffic(parsed);
            using (queries)
            {
                Print(queries.Exporters(range), form == OutputForm.Table && queries is StoreQueries own ? own.Interfaces(range) : null, form, zone);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void AskSensor(RemoteSensor sensor, OutputForm form, TimeZoneInfo zone, bool onlyInterfaces, ReadOnlySpan<(string Name, string? Value)> query)
    {
        if (form != OutputForm.Table)
        {
            sensor.Relay(form, onlyInterfaces ? "interfaces" : "exporters", query);
            return;
        }

        StoreAnswer<InterfaceCounters> taken = sensor.Ask("interfaces", query).Rows(ReportJsonContext.Default.IReadOnlyListInterfaceCounters);
        if (onlyInterfaces)
        {
            InterfacesOutput.Print(taken, form, zone);
        }
        else
        {
            Print(sensor.Ask("exporters", query).Rows(ReportJsonContext.Default.IReadOnlyListExporterReport), taken, form, zone);
        }
    }

    // Where packets are taken from interfaces alone there are no exporters, and the other way round.
    private static void Print(StoreAnswer<ExporterReport> answer, StoreAnswer<InterfaceCounters>? taken, OutputForm form, TimeZoneInfo zone)
    {
        bool hasInterfaces = taken is { Rows.Count: > 0 };
        if (!hasInterfaces || answer.Rows.Count > 0)
        {
            Print(answer, form, zone);
        }

        if (hasInterfaces)
        {
            InterfacesOutput.Print(taken!, form, zone);
        }
    }

    private static void Print(StoreAnswer<ExporterReport> answer, OutputForm form, TimeZoneInfo zone)
    {
        AnswerOutput.Print(form, answer.Rows, ReportJsonContext.Default.IReadOnlyListExporterReport, ReportColumns.Exporters, ReportColumns.Of, () =>
        {
            string time = $"{TableOutput.Time(answer.From, zone)} to {TableOutput.Time(answer.To, zone)}";
            if (answer.Rows.Count == 0)
            {
                Console.Out.WriteLine($"No exporters are stored from {time}.");
                return;
            }

            ReportTables.WriteExporters(answer.Rows, time);
        });
    }
}
