using System.CommandLine;
using System.Text.Json;
using FlowSensor.Commands.Asking;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Commands.Access;

/// <summary><c>flowsensor token list</c>.</summary>
internal static class TokenListCommand
{
    private static readonly string[] Names = ["id", "name", "role", "state", "created_by", "created", "expires", "used"];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        ExampleCommand command = new("list", "Lists tokens, without the tokens themselves.", ("flowsensor token list", "also those that hold no more"));
        Option<bool> json = CommonOptions.Json();
        Option<bool> csv = CommonOptions.Csv();
        command.Options.Add(json);
        command.Options.Add(csv);
        AccessQuestion question = new(command);
        command.SetAction(parsed =>
        {
            using AccessStore store = question.OpenToAsk(parsed);
            IReadOnlyList<StoredToken> tokens = new TokenBook(store).All();
            AnswerOutput.Print(
                StoreQuestion.FormOf(parsed.GetValue(json), parsed.GetValue(csv)),
                () => JsonOutput.WriteObjects(tokens, WriteToken),
                Names,
                tokens.Select(static token => Cells(token, AccessDocument.Time)),
                () => WriteTable(tokens, question.Options(parsed).Sensor.TimeZone));
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteTable(IReadOnlyList<StoredToken> tokens, TimeZoneInfo zone) => TableOutput.Write(
        "Tokens",
        [">no", "name", "role", "state", "made by", "made", "expires", "last used"],
        tokens.Select(token => Cells(token, time => TableOutput.Time(time, zone))));

    private static string[] Cells(StoredToken token, Func<DateTimeOffset, string> time) =>
    [
        TableOutput.Plain(token.Id), token.Name, RoleName.Of(token.Role), State(token), token.CreatedBy, time(token.Created), time(token.Expires),
        token.Used is DateTimeOffset used ? time(used) : "",
    ];

    private static void WriteToken(Utf8JsonWriter document, StoredToken token)
    {
        document.WriteNumber("id", token.Id);
        document.WriteString("name", token.Name);
        document.WriteString("role", RoleName.Of(token.Role));
        document.WriteString("state", State(token));
        document.WriteString("created_by", token.CreatedBy);
        AccessDocument.WriteTime(document, "created", token.Created);
        AccessDocument.WriteTime(document, "expires", token.Expires);
        AccessDocument.WriteTime(document, "revoked", token.Revoked);
        AccessDocument.WriteTime(document, "used", token.Used);
    }

    private static string State(StoredToken token) =>
        token.HoldsAt(TimeProvider.System.GetUtcNow()) ? "holds" : token.Revoked is null ? "expired" : "revoked";
}
