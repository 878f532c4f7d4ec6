using System.CommandLine;
using System.Net;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Names;

namespace FlowSensor.Commands.Abuse;

/// <summary><c>flowsensor names ADDRESS...</c>: what DNS says of hosts.</summary>
internal static class NamesCommand
{
    private const int MostAddresses = 1_000;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "names",
            "Asks DNS for the names of hosts, whether these lead back, and which block lists name them; resolvers and lists are in the section names.",
            ("flowsensor names 192.0.2.7", "name and lists of a host"),
            ("flowsensor names 192.0.2.7 2001:db8::7 --json", "of some, for a script"));
        Argument<string[]> addresses = new("ADDRESS") { Description = "Addresses of hosts", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        command.Arguments.Add(addresses);
        command.Options.Add(json);
        command.Options.Add(config);
        command.SetAction(async (parsed, cancellation) =>
        {
            SensorOptions options = CommonOptions.Load(parsed.GetValue(config), byDefault: true);
            if (options.Names.Resolvers.Count == 0)
            {
                throw new CommandException("The configuration names no resolver; set names: {resolvers: [\"127.0.0.1:53\"], lists: [...]}.", ExitCode.WrongUsage);
            }

            NameLookup lookup = new(options.Names, TimeProvider.System);
            List<(IPAddress Address, HostNames Names)> found = [];
            foreach (string text in parsed.GetValue(addresses)!.Take(MostAddresses))
            {
                IPAddress address = IPAddress.TryParse(text, out IPAddress? given)
                    ? given
                    : throw new CommandException($"'{text}' is no address; write it as 192.0.2.7 or 2001:db8::7.", ExitCode.WrongUsage);
                found.Add((address, await lookup.FindAsync(address, cancellation).ConfigureAwait(false)));
            }

            if (parsed.GetValue(json))
            {
                WriteJson(found);
            }
            else
            {
                TableOutput.Write("Hosts in DNS", ["host", "name", "leads back", "list", "says"], found.SelectMany(RowsOf));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<IReadOnlyList<string>> RowsOf((IPAddress Address, HostNames Names) host)
    {
        string[] start = [host.Address.ToString(), host.Names.Name.Length > 0 ? host.Names.Name : host.Names.Trouble.Length > 0 ? $"? {host.Names.Trouble}" : "-", host.Names.IsConfirmed ? "yes" : "no"];
        if (host.Names.Lists.Count == 0)
        {
            yield return [.. start, "", ""];
        }

        for (int i = 0; i < host.Names.Lists.Count; i++)
        {
            ListAnswer list = host.Names.Lists[i];
            yield return [.. i == 0 ? start : ["", "", ""], list.Zone, $"{SnakeCase.Of(list.State.ToString()).Replace('_', ' ')}{(list.Detail.Length > 0 ? $": {list.Detail}" : "")}"];
        }
    }

    private static void WriteJson(List<(IPAddress Address, HostNames Names)> hosts) => JsonOutput.Write(json =>
    {
        json.WriteStartArray();
        foreach ((IPAddress address, HostNames names) in hosts)
        {
            json.WriteStartObject();
            json.WriteString("address", address.ToString());
            json.WriteString("name", names.Name);
            json.WriteBoolean("confirmed", names.IsConfirmed);
            json.WriteString("trouble", names.Trouble);
            json.WriteStartArray("lists");
            foreach (ListAnswer list in names.Lists)
            {
                json.WriteStartObject();
                json.WriteString("zone", list.Zone);
                json.WriteString("state", SnakeCase.Of(list.State.ToString()));
                json.WriteString("detail", list.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
