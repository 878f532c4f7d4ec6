using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Dashboard.Access;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Commands.Access;

/// <summary><c>flowsensor user ...</c>: who may log in to the dashboard.</summary>
internal static class UserCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "user",
            "Adds, lists and removes those who may log in to the dashboard. A running sensor knows at once.",
            ("flowsensor user add ines --role admin", "asks for the password"),
            ("flowsensor user password ines < secret", "takes it from the first line of a file; ends the sessions of ines"),
            ("flowsensor user list", "those of store and configuration"),
            ("flowsensor user add ines --store /var/lib/flowsensor", "reads no configuration, so that a broken one is not in the way"))
        {
            CreateAdd(), CreateRemove(), UserListCommand.Create(), CreatePassword(), CreateRole(), CreateHash(),
        };
        return command;
    }

    private static ExampleCommand CreateAdd()
    {
        ExampleCommand command = new(
            "add", "Adds a user; asks for the password.",
            ("flowsensor user add ines --role admin", "may do everything"),
            ("flowsensor user add screen < secret", "may look; the password is the first line of a file"));
        Argument<string> name = new("NAME") { Description = "Name to log in with" };
        Option<string> role = AccessQuestion.Role("What the user may do: look, also act on incidents and reports, or also see the audit log");
        command.Arguments.Add(name);
        command.Options.Add(role);
        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            string user = AccessQuestion.Name(parsed.GetValue(name)!);
            string given = parsed.GetValue(role)!;
            SensorOptions? options = question.OptionsUnlessNamed(parsed);
            using AccessStore store = question.OpenToChange(parsed);
            UserBook book = new(store);
            if (book.Find(user) is not null || IsConfigured(user, options))
            {
                throw new CommandException($"there is a user {user} already; 'flowsensor user password {user}' sets another password.", ExitCode.Failed);
            }

            if (!book.Add(user, RoleName.Parse(given)!.Value, PasswordHash.Of(PasswordPrompt.Read()), TimeProvider.System.GetUtcNow()))
            {
                throw new CommandException($"there is a user {user} already.", ExitCode.Failed);
            }

            AccessQuestion.WriteDown(store, AuditActions.AddUser, user, given);
            Console.Out.WriteLine($"User {user} may log in now, with the role {given}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateRemove()
    {
        ExampleCommand command = new("remove", "Removes a user, and ends the user's sessions.", ("flowsensor user remove ines", "at once"));
        Argument<string> name = new("NAME") { Description = "Name of the user" };
        command.Arguments.Add(name);
        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            string user = parsed.GetValue(name)!;
            SensorOptions? options = question.OptionsUnlessNamed(parsed);
            using AccessStore store = question.OpenToChange(parsed);
            UserBook book = new(store);
            if (!book.Remove(user))
            {
                throw Unknown(user, options);
            }

            new SessionBook(store).EndOf(user);
            AccessQuestion.WriteDown(store, AuditActions.RemoveUser, user);
            bool isLast = options?.Dashboard is null or { Users.Count: 0, Oidc.IsOn: false } && !book.Any();
            string without = options is null ? "The store has no users any more; unless the configuration names some" : "There are no users any more";
            Console.Out.WriteLine(isLast
                ? $"User {user} is removed. {without}: a dashboard on 127.0.0.1 is open to everyone on this machine, any other does not start."
                : $"User {user} is removed.");
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreatePassword()
    {
        ExampleCommand command = new(
            "password", "Sets another password, and ends the user's sessions.",
            ("flowsensor user password ines", "asks for it twice"), ("flowsensor user password ines < secret", "takes the first line of a file"));
        Argument<string> name = new("NAME") { Description = "Name of the user" };
        command.Arguments.Add(name);
        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            string user = parsed.GetValue(name)!;
            using AccessStore store = question.OpenToChange(parsed);
            UserBook book = new(store);
            if (book.Find(user) is null)
            {
                throw Unknown(user, question.OptionsUnlessNamed(parsed));
            }

            book.SetPassword(user, PasswordHash.Of(PasswordPrompt.Read()), TimeProvider.System.GetUtcNow());
            int ended = new SessionBook(store).EndOf(user);
            AccessQuestion.WriteDown(store, AuditActions.SetPassword, user);
            Console.Out.WriteLine($"User {user} has another password; {TableOutput.Plain(ended)} sessions ended.");
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateRole()
    {
        ExampleCommand command = new("role", "Gives a user another role, at once.", ("flowsensor user role ines operate", "may act, but not see the audit log"));
        Argument<string> name = new("NAME") { Description = "Name of the user" };
        Argument<string> role = new("ROLE") { Description = "read, operate or admin" };
        role.AcceptOnlyFromAmong("read", "operate", "admin");
        command.Arguments.Add(name);
        command.Arguments.Add(role);
        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            string user = parsed.GetValue(name)!;
            string given = parsed.GetValue(role)!;
            using AccessStore store = question.OpenToChange(parsed);
            if (!new UserBook(store).SetRole(user, RoleName.Parse(given)!.Value))
            {
                throw Unknown(user, question.OptionsUnlessNamed(parsed));
            }

            AccessQuestion.WriteDown(store, AuditActions.SetRole, user, given);
            Console.Out.WriteLine($"User {user} has the role {given} now.");
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateHash()
    {
        ExampleCommand command = new("hash", "Prints a password's hash for dashboard.users in the configuration.", ("flowsensor user hash", "asks for the password"));
        command.SetAction(static _ =>
        {
            Console.Out.WriteLine(PasswordHash.Of(PasswordPrompt.Read()));
            return ExitCode.Done;
        });
        return command;
    }

    private static bool IsConfigured(string user, SensorOptions? options) => options?.Dashboard.Users.Exists(other => other.Name == user) ?? false;

    private static CommandException Unknown(string user, SensorOptions? options) => new(
        IsConfigured(user, options)
            ? $"user {user} is in dashboard.users; change the configuration and send the sensor SIGHUP."
            : $"there is no user '{AuditBook.Plain(user)}'; 'flowsensor user list' shows them.",
        ExitCode.Failed);
}
