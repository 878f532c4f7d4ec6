using System.CommandLine;
using FlowSensor.Engine.Abuse.Tickets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Contacts.Institutions;
using FlowSensor.Engine.Routes;

namespace FlowSensor.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--config</c>.</summary>
    public static Option<string?> Config() =>
        new("--config", "-c") { Description = "Configuration file (YAML); run and check read ./flowsensor.yaml when it is there", HelpName = "FILE" };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    /// <summary><c>--csv</c>.</summary>
    public static Option<bool> Csv() => new("--csv") { Description = "Print comma separated values" };

    /// <summary><c>--store</c> of questions that a database of many sensors answers as well.</summary>
    public static Option<string?> Store() =>
        new("--store") { Description = "Folder of the store, or clickhouse://user@host:port/database (default: store.path of the configuration, ./flowsensor-data)", HelpName = "DIR" };

    /// <summary><c>--store</c> of commands that need the folder itself.</summary>
    public static Option<string?> StoreFolder() =>
        new("--store") { Description = "Folder of the store (default: store.path of the configuration, ./flowsensor-data)", HelpName = "DIR" };

    /// <summary><c>--service</c>.</summary>
    public static Option<string?> Service() => new("--service", "-s") { Description = "Only this service, such as smtp, dns, www or all", HelpName = "NAME" };

    /// <summary><c>--direction</c>.</summary>
    public static Option<string?> Direction()
    {
        Option<string?> option = new("--direction") { Description = "Only one side of the service" };
        option.AcceptOnlyFromAmong("request", "response", "any");
        return option;
    }

    /// <summary><c>--from</c>.</summary>
    /// <param name="byDefault">The time asked about when none is given.</param>
    public static Option<string?> From(string byDefault) =>
        new("--from") { Description = $"Start: RFC 3339 time, date, or back from now such as -1h (default: {byDefault})", HelpName = "TIME" };

    /// <summary><c>--to</c>.</summary>
    public static Option<string?> To() => new("--to") { Description = "End, exclusive, written as for --from (default: the newest data)", HelpName = "TIME" };

    /// <summary>Loads the configuration of a command, or fails with every problem.</summary>
    /// <param name="path">Value of <c>--config</c>.</param>
    /// <param name="byDefault">True to read the file of the current folder when none is named.</param>
    /// <exception cref="CommandException">The configuration is not valid.</exception>
    public static SensorOptions Load(string? path, bool byDefault)
    {
        ConfigurationResult result = ConfigurationLoader.Load(path ?? (byDefault ? DefaultFile() : null), Environment.GetEnvironmentVariables());
        return result.IsValid ? result.Options : throw Refusal(result.Problems);
    }

    /// <summary>What finds contacts: institutions, saved routes, and the configured directories elsewhere.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="folder">Folder of the store, where routes are saved.</param>
    /// <param name="client">For directories over HTTP; the caller's to end.</param>
    /// <param name="offline">Ask no directory elsewhere.</param>
    /// <exception cref="CommandException">An institutions file is not valid.</exception>
    public static ContactResolver Contacts(SensorOptions options, string folder, HttpClient client, bool offline)
    {
        ContactDirectory directory = LoadInstitutions(options);
        RouterTables tables = RouteSnapshots.Of(folder, options.Snmp).RestoreAll(options.Snmp);
        Contact? fallback = options.Contacts.DefaultMail.Length > 0 ? new Contact(ContactRole.Abuse, "", options.Contacts.DefaultMail, "") : null;
        return new ContactResolver(directory, tables, offline ? [] : ContactLookups.Make(options.Contacts, client), fallback, options.Contacts.CacheTime);
    }

    /// <summary>Reads the institutions of a configuration, or fails with every problem.</summary>
    /// <exception cref="CommandException">They are not valid.</exception>
    public static ContactDirectory LoadInstitutions(SensorOptions options)
    {
        List<ConfigurationProblem> problems = [];
        ContactDirectory institutions = InstitutionReader.Read(options.Contacts.Files, problems);
        return problems.Count == 0 ? institutions : throw Refusal(problems);
    }

    /// <summary>Reads the institutions for a sensor, which may write to them without being asked.</summary>
    /// <exception cref="CommandException">They are not valid, or want what the configuration makes unsafe.</exception>
    public static ContactDirectory LoadInstitutionsToRun(SensorOptions options)
    {
        ContactDirectory institutions = LoadInstitutions(options);
        List<ConfigurationProblem> problems = [];
        AutomaticPolicy.Check(options, institutions.Institutions, problems);
        return problems.Count == 0 ? institutions : throw Refusal(problems);
    }

    /// <summary>The configuration file of the current folder, or null.</summary>
    public static string? DefaultFile() => File.Exists(ConfigurationLoader.DefaultFile) ? ConfigurationLoader.DefaultFile : null;

    private static CommandException Refusal(IReadOnlyList<ConfigurationProblem> problems)
    {
        foreach (ConfigurationProblem problem in problems.SkipLast(1))
        {
            Console.Error.WriteLine(problem);
        }

        return new CommandException(problems[^1].ToString(), ExitCode.WrongUsage);
    }
}
