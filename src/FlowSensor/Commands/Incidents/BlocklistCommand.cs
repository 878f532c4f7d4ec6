using System.CommandLine;
using System.Globalization;
using FlowSensor.Engine.Blocklists;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Storage;

namespace FlowSensor.Commands.Incidents;

/// <summary><c>flowsensor blocklist</c>: the offenders of the incidents, as the programs that stop them read it.</summary>
internal static class BlocklistCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "blocklist",
            "Makes a block list of the sources of incidents. Without --install nothing is changed: the list is printed, and what would change is said.",
            ("flowsensor blocklist --format nftables", "to look at"),
            ("flowsensor blocklist --format postfix --out /etc/postfix/blocked.cidr --diff", "what would change"),
            ("flowsensor blocklist --format postfix --out /etc/postfix/blocked.cidr --install", "write it, and run blocklist.install"),
            ("flowsensor blocklist --format postfix --out /etc/postfix/blocked.cidr --undo", "bring back the list before"));
        Option<string> format = new("--format", "-f") { Description = "For which program", Required = true };
        format.AcceptOnlyFromAmong([.. BlocklistFormats.Names]);
        Option<string[]> kinds = new("--kind", "-k") { Description = "Only these kinds (default: blocklist.kinds)", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        kinds.AcceptOnlyFromAmong([.. IncidentKinds.All]);
        Option<int?> severity = new("--least-severity") { Description = "Severity from which a source is listed (default: blocklist.least_severity)", HelpName = "0-100" };
        Option<string?> lifetime = new("--lifetime") { Description = "How long after it was last seen a source stays listed, such as 12h or 7d", HelpName = "TIME" };
        Option<int?> join = new("--join") { Description = "Join N or more hosts of a /24 (IPv6: /64) to that network", HelpName = "N" };
        Option<string?> file = new("--out", "-o") { Description = "File that the list is compared with, and written to by --install", HelpName = "FILE" };
        Option<bool> diff = new("--diff") { Description = "Print only what changes" };
        Option<bool> install = new("--install") { Description = "Write the file and run blocklist.install" };
        Option<bool> undo = new("--undo") { Description = "Bring back the list before, and run blocklist.install" };
        foreach (Option option in (IEnumerable<Option>)[format, kinds, severity, lifetime, join, file, diff, install, undo])
        {
            command.Options.Add(option);
        }

        StoreFolder store = new(command);

        command.SetAction(parsed =>
        {
            SensorOptions options = store.Options(parsed);
            BlocklistOptions wanted = Wanted(options.Blocklist, parsed.GetValue(kinds), parsed.GetValue(severity), parsed.GetValue(lifetime));
            string? path = parsed.GetValue(file);
            if ((parsed.GetValue(install) || parsed.GetValue(undo)) && path is null)
            {
                throw new CommandException("--install and --undo need a file; name it with --out.", ExitCode.WrongUsage);
            }

            try
            {
                if (parsed.GetValue(undo))
                {
                    Undo(wanted, path!);
                    return ExitCode.Done;
                }

                using StoreReader reader = StoreReader.Open(store.Path(parsed, options));
                Blocklist list = new BlocklistQuery(reader, options).Ask(wanted, parsed.GetValue(join), TimeProvider.System.GetUtcNow());
                IReadOnlyList<BlockEntry> before = path is null ? [] : new BlocklistFile(path).Read();
                Give(parsed.GetValue(format)!, list, BlocklistChange.Between(before, list.Entries), path, parsed.GetValue(diff), parsed.GetValue(install) ? wanted : null);
                return ExitCode.Done;
            }
            catch (BlocklistException failure)
            {
                throw new CommandException(failure.Message, ExitCode.Failed);
            }
        });
        return command;
    }

    private static BlocklistOptions Wanted(BlocklistOptions options, string[]? kinds, int? severity, string? lifetime) => new()
    {
        Kinds = kinds is { Length: > 0 } ? [.. kinds] : options.Kinds,
        LeastSeverity = severity ?? options.LeastSeverity,
        Lifetime = lifetime is null ? options.Lifetime
            : DurationText.TryParse(lifetime, out TimeSpan given) && given > TimeSpan.Zero ? given
            : throw new CommandException($"--lifetime '{lifetime}' is no length of time such as 12h or 7d.", ExitCode.WrongUsage),
        Allow = options.Allow,
        Install = options.Install,
        InstallTimeout = options.InstallTimeout,
    };

    private static void Give(string format, Blocklist list, BlocklistChange change, string? path, bool onlyDiff, BlocklistOptions? install)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        int unfit = BlocklistFormats.Write(format, text, list, change.Gone);
        if (install is not null)
        {
            Install(install, path!, text.ToString(), list);
        }
        else if (!onlyDiff)
        {
            Console.Out.Write(text.ToString());
        }

        if (onlyDiff)
        {
            WriteLines('+', change.Added);
            WriteLines('-', change.Gone);
        }

        Console.Error.WriteLine(Summary(list, change, unfit, install is null ? "nothing was changed" : $"{path} is in place"));
    }

    private static void Install(BlocklistOptions options, string path, string text, Blocklist list)
    {
        BlocklistFile file = new(path);
        file.Replace(text, list);
        if (options.Install.Count == 0)
        {
            return;
        }

        try
        {
            InstallCommand.Run(options, path);
        }
        catch (BlocklistException failure)
        {
            // The program did not take it, so the list that it did take goes back.
            file.Undo();
            throw new BlocklistException($"{failure.Message} The list before is back in '{path}'.", failure);
        }
    }

    private static void Undo(BlocklistOptions options, string path)
    {
        new BlocklistFile(path).Undo();
        if (options.Install.Count > 0)
        {
            InstallCommand.Run(options, path);
        }

        Console.Error.WriteLine($"The list before is back in {path}.");
    }

    private static void WriteLines(char sign, IReadOnlyList<BlockEntry> entries)
    {
        foreach (BlockEntry entry in entries)
        {
            Console.Out.WriteLine($"{sign} {entry.Network} {entry.Reason}");
        }
    }

    private static string Summary(Blocklist list, BlocklistChange change, int unfit, string end)
    {
        IEnumerable<string> causes = list.LeftOut.OrderBy(static cause => cause.Key)
            .Select(static cause => string.Create(CultureInfo.InvariantCulture, $"{SnakeCase.Of(cause.Key.ToString()).Replace('_', ' ')} {cause.Value}"));
        string left = list.LeftOut.Count == 0 ? "" : $"; left out: {string.Join(", ", causes)}";
        string unfitText = unfit == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {unfit} IPv6 entries that the format does not take");
        return string.Create(CultureInfo.InvariantCulture, $"{list.Entries.Count} entries, {change.Added.Count} new, {change.Gone.Count} gone{left}{unfitText}; {end}.");
    }
}
