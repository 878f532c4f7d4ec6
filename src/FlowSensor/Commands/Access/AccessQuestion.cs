using System.CommandLine;
using FlowSensor.Dashboard.Access;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Commands.Access;

/// <summary>What the commands about users, tokens and the audit log have in common: whose store, and that changes are written down.</summary>
internal sealed class AccessQuestion
{
    private readonly StoreFolder _store;

    /// <summary>Adds the options to a command.</summary>
    public AccessQuestion(Command command) => _store = new StoreFolder(command);

    /// <summary>The configuration, for those that cannot do without.</summary>
    /// <exception cref="CommandException">It is not valid.</exception>
    public SensorOptions Options(ParseResult parsed) => _store.Options(parsed);

    /// <summary>The configuration; null where only the store is named, since it may be broken while the store is in order.</summary>
    /// <exception cref="CommandException">It is not valid.</exception>
    public SensorOptions? OptionsUnlessNamed(ParseResult parsed) => _store.OptionsUnlessNamed(parsed);

    /// <summary>Opens the store to ask.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public AccessStore OpenToAsk(ParseResult parsed)
    {
        string folder = Folder(parsed);
        StoreReader.Open(folder).Dispose();
        return AccessStore.Of(folder);
    }

    /// <summary>Opens the store to change it, and makes it where the sensor has not run yet.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public AccessStore OpenToChange(ParseResult parsed) => AccessStore.Make(Folder(parsed));

    /// <summary>Writes down what was done on the command line.</summary>
    public static void WriteDown(AccessStore store, string action, string subject, string detail = "") =>
        new AuditBook(store).Add(new AuditEntry(TimeProvider.System.GetUtcNow(), Environment.UserName, "command", "", action, subject, AuditLog.Done, detail));

    /// <summary><c>--role</c>.</summary>
    public static Option<string> Role(string description)
    {
        Option<string> role = new("--role", "-r") { Description = description, DefaultValueFactory = static _ => RoleName.Of(AccessRole.Read) };
        role.AcceptOnlyFromAmong("read", "operate", "admin");
        return role;
    }

    /// <summary>A name that is good for users and tokens.</summary>
    /// <exception cref="CommandException">It is not.</exception>
    public static string Name(string name) => UserName.IsGood(name)
        ? name
        : throw new CommandException($"'{AuditBook.Plain(name)}' is no name; it must be {UserName.Wanted}.", ExitCode.WrongUsage);

    private string Folder(ParseResult parsed) => _store.Path(parsed);
}
