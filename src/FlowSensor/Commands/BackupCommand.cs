using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Storage.Backup;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor backup</c>: the store in one file, while the sensor goes on.</summary>
internal static class BackupCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "backup",
            "Writes the store into one file (a gzipped tar), while a sensor may go on writing to it.",
            ("flowsensor backup flowsensor.tar.gz", "the store of the configuration in this folder"),
            ("flowsensor backup /var/backups/flowsensor.tar.gz --store /var/lib/flowsensor/flowsensor-data", "another one"));
        Argument<string> file = new("FILE") { Description = "The backup; replaced when the new one is complete" };
        command.Arguments.Add(file);
        StoreFolder store = new(command);
        command.SetAction(parsed =>
        {
            string folder = store.Path(parsed);
            string path = parsed.GetValue(file)!;
            long octets = StoreBackup.Write(folder, path);
            Console.Out.WriteLine($"The store '{folder}' is in '{path}', {TableOutput.Octets((ulong)octets)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
