using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Dashboard.Api;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands;

/// <summary><c>flowsensor contact ADDRESS</c>: whose an address is, whom to write to, and how that was found.</summary>
internal static class ContactCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "contact",
            "Tells whose an address is and whom to write to, step by step.",
            ("flowsensor contact 192.0.2.25", "from institutions, routes and the configured directories"),
            ("flowsensor contact 192.0.2.25 --offline --json", "from files and saved routes only"));
        Argument<string> address = new("ADDRESS") { Description = "IPv4 or IPv6 address" };
        Option<string?> nextHop = new("--next-hop") { Description = "Next hop of the address's flows, where no route tells it", HelpName = "ADDRESS" };
        Option<bool> offline = new("--offline") { Description = "Ask no RWhois, whois or RDAP server" };
        Option<string?> config = CommonOptions.Config();
        Option<string?> store = CommonOptions.Store();
        Option<bool> json = CommonOptions.Json();
        command.Arguments.Add(address);
        foreach (Option option in (IEnumerable<Option>)[nextHop, offline, store, config, json])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            IpAddress asked = Parse("ADDRESS", parsed.GetValue(address)!);
            IpAddress hop = parsed.GetValue(nextHop) is string text ? Parse("--next-hop", text) : default;
            SensorOptions options = CommonOptions.Load(parsed.GetValue(config), byDefault: true);
            using var client = new HttpClient();
            ContactResolver resolver = CommonOptions.Contacts(options, parsed.GetValue(store) ?? options.Store.Path, client, parsed.GetValue(offline));
            ContactAnswer answer = await resolver
                .ResolveAsync(asked, hop, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), cancellation)
                .ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                WriteJson(ContactDetails.Of(answer));
            }
            else
            {
                WriteText(answer);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static IpAddress Parse(string what, string text) => IpAddress.TryParse(text, out IpAddress address)
        ? address
        : throw new CommandException($"{what}: '{text}' is not an IP address such as 192.0.2.1 or 2001:db8::1.", ExitCode.WrongUsage);

    private static void WriteText(ContactAnswer answer)
    {
        Console.Out.WriteLine($"{answer.Address}: {(answer.Institution.Length > 0 ? answer.Institution : "institution unknown")}");
        if (answer.Prefix is IpPrefix prefix)
        {
            Console.Out.WriteLine($"  network   {prefix}");
        }

        if (!answer.NextHop.IsNone)
        {
            Console.Out.WriteLine($"  next hop  {answer.NextHop}");
        }

        foreach (Contact contact in answer.Contacts)
        {
            string[] parts = [contact.Name, contact.Mail, contact.Phone];
            Console.Out.WriteLine($"  {contact.Role.ToString().ToLowerInvariant(),-9} {string.Join(", ", parts.Where(part => part.Length > 0))}");
        }

        if (answer.Entry is { Policy: not NotifyPolicy.Ask } entry)
        {
            Console.Out.WriteLine($"  policy    {entry.Policy.ToString().ToLowerInvariant()}");
        }

        Console.Out.WriteLine("How this was found:");
        for (int i = 0; i < answer.Steps.Count; i++)
        {
            ContactStep step = answer.Steps[i];
            string age = step.AgeSeconds < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({step.AgeSeconds} s old)");
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {i + 1}. {step.Source}: {step.Answer}{age}"));
        }
    }

    private static void WriteJson(ContactDetails details)
    {
        using Stream output = Console.OpenStandardOutput();
        JsonSerializer.Serialize(output, details, DirectoryJson.Default.ContactDetails);
        output.WriteByte((byte)'\n');
    }
}
