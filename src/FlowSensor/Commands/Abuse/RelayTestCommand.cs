using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Output.Mail;
using FlowSensor.Engine.RelayTesting;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands.Abuse;

/// <summary><c>flowsensor relaytest HOST</c>: would an own mail server pass on mail of strangers?</summary>
internal static class RelayTestCommand
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "relaytest",
            "Asks a mail server of the own networks, in every known way, whether it would pass on mail of strangers. It never sends a message.",
            ("flowsensor relaytest 192.0.2.25 --yes", "a table of patterns and answers"),
            ("flowsensor relaytest mail.example.net --domain example.net --yes --json", "with a domain that it receives mail for"));
        Argument<string> host = new("HOST") { Description = "Name or address of the server; it has to be in sensor.networks" };
        Option<int> port = new("--port") { Description = "Its port", DefaultValueFactory = static _ => 25 };
        Option<string?> domain = new("--domain") { Description = "A domain that it receives mail for (default: HOST)", HelpName = "NAME" };
        Option<string> recipient = new("--recipient") { Description = "A mailbox elsewhere to ask for; nothing is delivered to it", HelpName = "MAILBOX", DefaultValueFactory = static _ => "relaytest@example.com" };
        Option<string> pause = new("--pause") { Description = "Time between two patterns", HelpName = "TIME", DefaultValueFactory = static _ => "1s" };
        Option<bool> yes = new("--yes", "-y") { Description = "Do not ask whether the server may be tested" };
        Option<bool> json = CommonOptions.Json();
        Option<string?> config = CommonOptions.Config();
        command.Arguments.Add(host);
        foreach (Option option in (IEnumerable<Option>)[port, domain, recipient, pause, yes, json, config])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            SensorOptions options = CommonOptions.Load(parsed.GetValue(config), byDefault: true);
            string name = parsed.GetValue(host)!;
            RelayTarget target = new(await AddressAsync(name, options.Sensor.Networks, cancellation).ConfigureAwait(false), Port(parsed.GetValue(port)), "", Mailbox(parsed.GetValue(recipient)!));
            target = target with { Domain = Domain(parsed.GetValue(domain) ?? (IPAddress.TryParse(name, out _) ? target.Literal : name)) };
            if (!parsed.GetValue(yes) && !Confirms(target))
            {
                throw new CommandException($"Nothing was tested; --yes says that {target.Address} may be.", ExitCode.WrongUsage);
            }

            RelayTest test = new(new RelayTestOptions { Pause = Pause(parsed.GetValue(pause)!) }, ClientName.OfMachine() ?? "[127.0.0.1]");
            RelayReport report = await test.RunAsync(target, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                RelayTestOutput.WriteJson(report);
            }
            else
            {
                RelayTestOutput.WriteTable(report);
            }

            return report.Trouble.Length == 0 ? ExitCode.Done : throw new CommandException($"The test ended early: {report.Trouble}.", ExitCode.Failed);
        });
        return command;
    }

    // Whoever tests a stranger's server looks like a spammer, and is one in the eyes of block lists.
    private static async Task<IPAddress> AddressAsync(string host, List<IpPrefix> networks, CancellationToken cancellation)
    {
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host, out IPAddress? literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            throw new CommandException($"'{host}' has no address: {failure.Message}; give its address.", ExitCode.Failed);
        }

        IPAddress? own = Array.Find(addresses, address => networks.Exists(network => network.Contains(IpAddress.Parse(address.ToString()))));
        return own ?? throw new CommandException($"{string.Join(", ", addresses.Select(static address => address.ToString()))} is not in sensor.networks; only servers of the own networks are tested.", ExitCode.WrongUsage);
    }

    private static bool Confirms(RelayTarget target)
    {
        if (Console.IsInputRedirected)
        {
            return false;
        }

        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"Test {target.Address} port {target.Port} with {RelayPatterns.For(target).Count} patterns? Its log will show them. [y/N] "));
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private static int Port(int port) => port is > 0 and < 65_536 ? port : throw new CommandException("--port is a number from 1 to 65535.", ExitCode.WrongUsage);

    private static string Mailbox(string text) => Engine.Contacts.Mailbox.IsValid(text) && text.All(char.IsAscii)
        ? text
        : throw new CommandException($"--recipient '{text}' is no mailbox; write it as relaytest@example.com.", ExitCode.WrongUsage);

    private static string Domain(string text) => text.Length < 256 && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '[' or ']' or ':')
        ? text
        : throw new CommandException($"--domain '{text}' is no domain.", ExitCode.WrongUsage);

    private static TimeSpan Pause(string text) => DurationText.TryParse(text, out TimeSpan pause) && pause <= LongestPause
        ? pause
        : throw new CommandException($"--pause '{text}' is no time up to a minute; write it as 500ms or 1s.", ExitCode.WrongUsage);
}
