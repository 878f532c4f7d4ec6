using System.CommandLine;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Replay;
using FlowSensor.Hosting;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor run</c>: the sensor.</summary>
internal static class RunCommand
{
    private static readonly string CutOff =
        $"The sensor was not done {SensorHost.ShutdownTimeout.TotalSeconds:0} s after it was told to stop: results that were not in the store by then are lost; the disk or the machine is too slow for what was open.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "run",
            "Runs the sensor: receives exports, accounts for them, and keeps the results. Needs no configuration.",
            ("flowsensor run", "NetFlow and IPFIX on UDP 2055, 4739 and 9995, sFlow on 6343, store in ./flowsensor-data"),
            ("flowsensor run --config flowsensor.yaml", "as the file says; see 'flowsensor check'"),
            ("flowsensor run --replay exports.pcap", "feeds a capture first"),
            ("FLOWSENSOR__STORE__PATH=/var/lib/flowsensor flowsensor run", "every setting can come from the environment"));
        Option<string?> config = CommonOptions.Config();
        Option<string[]> replay = new("--replay") { Description = "Feed these capture files before receiving", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        Option<string?> user = new("--user") { Description = "Become this user once ports and interfaces are open; sensor.user of the configuration", HelpName = "NAME" };
        command.Options.Add(config);
        command.Options.Add(replay);
        command.Options.Add(user);
        command.SetAction(parsed =>
        {
            string? file = parsed.GetValue(config) ?? CommonOptions.DefaultFile();
            SensorOptions options = CommonOptions.Load(file, byDefault: false);
            string[] captures = parsed.GetValue(replay) ?? [];
            ReplayRun.Check(captures);
            SensorStart start = new(options, CommonOptions.LoadInstitutionsToRun(options), file, captures, parsed.GetValue(user) ?? options.Sensor.User);
            return SensorHost.Run(start) switch
            {
                SensorEnd.Done => ExitCode.Done,
                SensorEnd.Failed => ExitCode.Failed,
                _ => throw new CommandException(CutOff, ExitCode.Failed),
            };
        });
        return command;
    }
}
