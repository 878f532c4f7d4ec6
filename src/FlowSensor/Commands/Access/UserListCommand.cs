using System.CommandLine;
using System.Text.Json;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Commands.Access;

/// <summary><c>flowsensor user list</c>.</summary>
internal static class UserListCommand
{
    private static readonly string[] Names = ["name", "role", "kept_in", "created", "password_set"];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new("list", "Lists users of store and configuration; with --store alone those of the store.", ("flowsensor user list", "a table"), ("flowsensor user list --json", "for programs"));
        Option<bool> json = CommonOptions.Json();
        Option<bool> csv = CommonOptions.Csv();
        command.Options.Add(json);
        command.Options.Add(csv);
        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            SensorOptions? options = question.OptionsUnlessNamed(parsed);
            List<DashboardUserOptions> configured = options?.Dashboard.Users ?? [];
            using AccessStore store = question.OpenToAsk(parsed);
            List<(string Name, AccessRole Role, StoredUser? Stored)> users =
            [
                .. configured.Select(static user => (user.Name, user.Role, (StoredUser?)null)),
                .. new UserBook(store).All().Where(user => !configured.Exists(other => other.Name == user.Name)).Select(static user => (user.Name, user.Role, (StoredUser?)user)),
            ];
            AnswerOutput.Print(
                StoreQuestion.FormOf(parsed.GetValue(json), parsed.GetValue(csv)),
                () => JsonOutput.WriteObjects(users, WriteUser),
                Names,
                users.Select(user => Cells(user, AccessDocument.Time)),
                () => TableOutput.Write(options is null ? "Users of the store" : "Users", ["name", "role", "kept in", "created", "password set"], users.Select(user => Cells(user, time => TableOutput.Time(time, options?.Sensor.TimeZone ?? TimeZoneInfo.Utc)))));
            return ExitCode.Done;
        });
        return command;
    }

    private static string[] Cells((string Name, AccessRole Role, StoredUser? Stored) user, Func<DateTimeOffset, string> time) =>
        [user.Name, RoleName.Of(user.Role), KeptIn(user.Stored), user.Stored is null ? "" : time(user.Stored.Created), user.Stored is null ? "" : time(user.Stored.Changed)];

    private static void WriteUser(Utf8JsonWriter document, (string Name, AccessRole Role, StoredUser? Stored) user)
    {
        document.WriteString("name", user.Name);
        document.WriteString("role", RoleName.Of(user.Role));
        document.WriteString("kept_in", KeptIn(user.Stored));
        AccessDocument.WriteTime(document, "created", user.Stored?.Created);
        AccessDocument.WriteTime(document, "password_set", user.Stored?.Changed);
    }

    private static string KeptIn(StoredUser? user) => user is null ? "configuration" : "store";
}
