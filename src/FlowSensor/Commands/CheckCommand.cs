using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Reports;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor check</c>: validates the configuration and prints all that is wrong.</summary>
internal static class CheckCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "check",
            "Checks the configuration, environment included, and prints every problem at once.",
            ("flowsensor check --config flowsensor.yaml", "before a restart"));
        Option<string?> config = CommonOptions.Config();
        Option<bool> json = CommonOptions.Json();
        command.Options.Add(config);
        command.Options.Add(json);
        command.SetAction(parsed => Check(parsed.GetValue(config) ?? CommonOptions.DefaultFile(), parsed.GetValue(json)));
        return command;
    }

    private static int Check(string? path, bool json)
    {
        ConfigurationResult result = ConfigurationLoader.Load(path, Environment.GetEnvironmentVariables());
        List<ConfigurationProblem> institutions = [];
        AutomaticPolicy.Check(result.Options, InstitutionReader.Read(result.Options.Contacts.Files, institutions).Institutions, institutions);
        result = result with { Problems = [.. result.Problems, .. institutions] };
        if (json)
        {
            JsonOutput.Write(result.Problems, ReportJsonContext.Default.IReadOnlyListConfigurationProblem);
        }
        else if (result.IsValid)
        {
            Console.Out.WriteLine(result.File is null ? "No configuration file; the defaults are valid." : $"{result.File} is valid.");
        }

        if (result.IsValid)
        {
            return ExitCode.Done;
        }

        foreach (ConfigurationProblem problem in json ? [] : result.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        string count = result.Problems.Count == 1 ? "1 problem was found" : $"{result.Problems.Count} problems were found";
        return json ? ExitCode.WrongUsage : CommandLine.Fail($"{count} in the configuration; correct the lines named above.", ExitCode.WrongUsage);
    }
}
