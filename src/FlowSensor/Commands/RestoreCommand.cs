using System.CommandLine;
using FlowSensor.Engine.Storage.Backup;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor restore</c>: a store from a backup.</summary>
internal static class RestoreCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "restore",
            "Makes a store of a backup; every file is checked against its digest first.",
            ("flowsensor restore flowsensor.tar.gz", "as the store of the configuration in this folder, which must not be there yet"),
            ("flowsensor restore flowsensor.tar.gz --store ./monday", "elsewhere, to look into it with --store ./monday"));
        Argument<string> file = new("FILE") { Description = "The backup" };
        command.Arguments.Add(file);
        StoreFolder store = new(command);
        command.SetAction(parsed =>
        {
            string folder = store.Path(parsed);
            string path = parsed.GetValue(file)!;
            int files = StoreRestore.Read(path, folder);
            Console.Out.WriteLine($"The store '{folder}' is back from '{path}', {files} {(files == 1 ? "file" : "files")}.");
            return ExitCode.Done;
        });
        return command;
    }
}
