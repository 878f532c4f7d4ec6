using System.CommandLine;
using FlowSensor.Commands.Printing;
using FlowSensor.Dashboard.Access;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Commands.Access;

/// <summary><c>flowsensor token ...</c>: what programs show the API instead of a password.</summary>
internal static class TokenCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new(
            "token",
            "Makes, lists and revokes tokens, with which programs use the API: 'Authorization: Bearer TOKEN'.",
            ("flowsensor token create prometheus --for 365d > token", "may read; the token is shown this once"),
            ("flowsensor token revoke prometheus", "at once"))
        {
            CreateCreate(), CreateRevoke(), TokenListCommand.Create(),
        };
        return command;
    }

    private static ExampleCommand CreateCreate()
    {
        ExampleCommand command = new(
            "create", "Makes a token and prints it; it is shown this once only.",
            ("flowsensor token create prometheus", "may read for 90 days"),
            ("flowsensor token create ticket-system --role operate --for 365d", "may also acknowledge incidents"));
        Argument<string> name = new("NAME") { Description = "What it is for; the audit log names it so" };
        Option<string> role = AccessQuestion.Role("What its bearer may do");
        Option<string> duration = new("--for") { Description = "How long it holds", DefaultValueFactory = static _ => "90d", HelpName = "TIME" };
        command.Arguments.Add(name);
        command.Options.Add(role);
        command.Options.Add(duration);
        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            string token = AccessQuestion.Name(parsed.GetValue(name)!);
            TimeSpan lasts = OptionText.Duration("--for", parsed.GetValue(duration)!);
            string given = parsed.GetValue(role)!;
            using AccessStore store = question.OpenToChange(parsed);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            string secret = new TokenBook(store).Add(token, RoleName.Parse(given)!.Value, Environment.UserName, now, now + lasts)
                ?? throw new CommandException($"there is a token {token} already; 'flowsensor token revoke {token}' takes it back.", ExitCode.Failed);
            AccessQuestion.WriteDown(store, AuditActions.MakeToken, token, $"{given}, for {DurationText.Format(lasts)}");
            Console.Out.WriteLine(secret);

            // In UTC: the token is made, and a broken configuration must not make it look otherwise.
            Console.Error.WriteLine($"Token {token} may {given} until {TableOutput.Time(now + lasts, TimeZoneInfo.Utc)}. It is kept nowhere, so keep it now.");
            return ExitCode.Done;
        });
        return command;
    }

    private static ExampleCommand CreateRevoke()
    {
        ExampleCommand command = new("revoke", "Takes a token back, at once.", ("flowsensor token revoke prometheus", "by its name"));
        Argument<string> name = new("NAME") { Description = "Name of the token" };
        command.Arguments.Add(name);
        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            string token = parsed.GetValue(name)!;
            using AccessStore store = question.OpenToChange(parsed);
            if (!new TokenBook(store).Revoke(token, TimeProvider.System.GetUtcNow()))
            {
                throw new CommandException($"there is no token '{AuditBook.Plain(token)}' that holds; 'flowsensor token list' shows them.", ExitCode.Failed);
            }

            AccessQuestion.WriteDown(store, AuditActions.RevokeToken, token);
            Console.Out.WriteLine($"Token {token} is revoked.");
            return ExitCode.Done;
        });
        return command;
    }
}
