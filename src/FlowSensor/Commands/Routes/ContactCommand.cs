using System.CommandLine;
using System.Globalization;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Dashboard.Api;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Contacts;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Commands.Routes;

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
            ("flowsensor contact 192.0.2.25 --offline --json", "from files and saved routes only"),
            ("flowsensor contact 192.0.2.25 --url http://127.0.0.1:8080", "as a running sensor knows it"));
        Argument<string> address = new("ADDRESS") { Description = "IPv4 or IPv6 address" };
        Option<string?> nextHop = new("--next-hop") { Description = "Next hop towards the address, where no route tells it", HelpName = "ADDRESS" };
        Option<bool> offline = new("--offline") { Description = "Ask no RWhois, whois or RDAP server" };
        Option<bool> json = CommonOptions.Json();
        command.Arguments.Add(address);
        foreach (Option option in (IEnumerable<Option>)[nextHop, offline, json])
        {
            command.Options.Add(option);
        }

        StoreFolder store = new(command);

        RemoteOptions remote = new(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            IpAddress asked = OptionText.Address("ADDRESS", parsed.GetValue(address)!);
            IpAddress hop = parsed.GetValue(nextHop) is string text ? OptionText.Address("--next-hop", text) : default;
            if (remote.Sensor(parsed, store.Option) is RemoteSensor sensor)
            {
                using (sensor)
                {
                    AskSensor(sensor, asked, parsed.GetValue(json), [("next_hop", parsed.GetValue(nextHop)), ("offline", parsed.GetValue(offline) ? "true" : null)]);
                }

                return ExitCode.Done;
            }

            SensorOptions options = store.Options(parsed);
            using var client = new HttpClient();
            ContactResolver resolver = CommonOptions.Contacts(options, store.Path(parsed, options), client, parsed.GetValue(offline));
            ContactAnswer answer = await resolver
                .ResolveAsync(asked, hop, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), cancellation)
                .ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(ContactDetails.Of(answer), DirectoryJson.Default.ContactDetails);
            }
            else
            {
                WriteText(ContactDetails.Of(answer), answer.Entry?.Policy);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void AskSensor(RemoteSensor sensor, IpAddress address, bool json, ReadOnlySpan<(string Name, string? Value)> query)
    {
        string path = $"contacts/{Uri.EscapeDataString(address.ToString())}";
        if (json)
        {
            sensor.Relay(OutputForm.Json, path, query);
            return;
        }

        WriteText(sensor.Ask(path, query).Read(DirectoryJson.Default.ContactDetails), policy: null);
    }

    private static void WriteText(ContactDetails details, NotifyPolicy? policy)
    {
        Console.Out.WriteLine($"{details.Address}: {details.Institution ?? "institution unknown"}");
        if (details.Prefix is string prefix)
        {
            Console.Out.WriteLine($"  network   {prefix}");
        }

        if (details.NextHop is string hop)
        {
            Console.Out.WriteLine($"  next hop  {hop}");
        }

        foreach (ContactPerson contact in details.Contacts)
        {
            string[] parts = [contact.Name, contact.Mail, contact.Phone];
            Console.Out.WriteLine($"  {contact.Role,-9} {string.Join(", ", parts.Where(part => part.Length > 0))}");
        }

        if (policy is { } known and not NotifyPolicy.Ask)
        {
            Console.Out.WriteLine($"  policy    {known.ToString().ToLowerInvariant()}");
        }

        Console.Out.WriteLine("How this was found:");
        for (int i = 0; i < details.Steps.Count; i++)
        {
            ContactFinding step = details.Steps[i];
            string age = step.AgeS is long seconds ? string.Create(CultureInfo.InvariantCulture, $" ({seconds} s old)") : "";
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {i + 1}. {step.Source}: {step.Answer}{age}"));
        }
    }
}
