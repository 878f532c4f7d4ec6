using System.Globalization;
using FlowSensor.Commands.Printing;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.RelayTesting;

namespace FlowSensor.Commands.Abuse;

/// <summary>Prints what a mail server said to the patterns.</summary>
internal static class RelayTestOutput
{
    /// <summary>Prints a table and the verdict.</summary>
    public static void WriteTable(RelayReport report)
    {
        TableOutput.Write(
            string.Create(CultureInfo.InvariantCulture, $"{report.Target.Address} port {report.Target.Port}{(report.Greeting.Length > 0 ? $": {report.Greeting}" : "")}"),
            ["pattern", "from", "to", "answer", "reply"],
            report.Results.Select(static result => (IReadOnlyList<string>)
                [result.Pattern.Name, $"<{result.Pattern.Sender}>", $"<{result.Pattern.Recipient}>", Word(result.Answer).Replace('_', ' '), result.Reply]));
        Console.Out.WriteLine(report.Verdict switch
        {
            RelayVerdict.Open => "OPEN: it takes mail for elsewhere from strangers.",
            RelayVerdict.Doubtful => "Doubtful: it takes addresses that hide another; look at what it does with such mail.",
            RelayVerdict.Closed => "Closed: every pattern was refused.",
            _ => "Unknown: some patterns got no final answer.",
        });
    }

    /// <summary>Prints one object.</summary>
    public static void WriteJson(RelayReport report) => JsonOutput.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("address", report.Target.Address.ToString());
        json.WriteNumber("port", report.Target.Port);
        json.WriteString("greeting", report.Greeting);
        json.WriteString("verdict", Word(report.Verdict));
        json.WriteString("trouble", report.Trouble);
        json.WriteStartArray("patterns");
        foreach (RelayResult result in report.Results)
        {
            json.WriteStartObject();
            json.WriteString("pattern", result.Pattern.Name);
            json.WriteString("from", result.Pattern.Sender);
            json.WriteString("to", result.Pattern.Recipient);
            json.WriteString("answer", Word(result.Answer));
            json.WriteString("reply", result.Reply);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static string Word<T>(T value)
        where T : struct, Enum => SnakeCase.Of(value.ToString());
}
