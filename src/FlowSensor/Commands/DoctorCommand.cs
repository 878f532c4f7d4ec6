using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Doctor;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor doctor</c>: says in plain words what is wrong, and what to do next.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "doctor",
            "Looks at ports, interfaces, logs, store, exporters, routers and outputs, and says in plain words what is wrong and what to do.",
            ("flowsensor doctor", "of the configuration in this folder"),
            ("flowsensor doctor --config /etc/flowsensor/flowsensor.yaml --json", "for a monitoring system; status 1 when something is wrong"));
        Option<string?> config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        command.Options.Add(config);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            SensorOptions options = CommonOptions.Load(parsed.GetValue(config), byDefault: true);
            using StopSignal stop = new();
            IReadOnlyList<Finding> findings = Examination.RunAsync(options, TimeProvider.System, stop.Token).GetAwaiter().GetResult();
            Print(findings, parsed.GetValue(json));
            return findings.Any(static finding => finding.Grade == Grade.Fault) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings, bool json)
    {
        if (json)
        {
            JsonOutput.Write(findings, FindingJsonContext.Default.IReadOnlyListFinding);
            return;
        }

        int faults = findings.Count(static finding => finding.Grade == Grade.Fault);
        TableOutput.Write(
            faults == 0 ? "Nothing is wrong." : faults == 1 ? "One thing is wrong." : $"{faults} things are wrong.",
            ["", "part", "is", "what to do"],
            findings.OrderByDescending(static finding => finding.Grade)
                .Select(static finding => (IReadOnlyList<string>)[Word(finding.Grade), finding.Part, finding.Says, finding.Next]));
    }

    private static string Word(Grade grade) => grade switch
    {
        Grade.Good => "ok",
        Grade.Hint => "hint",
        _ => "FAULT",
    };
}
