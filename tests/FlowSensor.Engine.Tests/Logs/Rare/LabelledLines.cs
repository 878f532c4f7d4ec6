using System.IO.Compression;
using System.Text.RegularExpressions;
using FlowSensor.Engine.Tests.Recordings;

namespace FlowSensor.Engine.Tests.Logs.Rare;

/// <summary>The recorded daemons' log lines, each with the type that <c>captures/message-formats.tsv</c> gives it.</summary>
internal static class LabelledLines
{
    private static readonly List<(string Program, string Type, Regex Format)> Formats = ReadFormats();

    /// <summary>Every line of the recordings, in the order of their folders.</summary>
    public static List<(string Daemon, string Program, string Message, string Type)> Read()
    {
        List<(string Daemon, string Program, string Message, string Type)> lines = [];
        foreach (string path in Directory.GetFiles(RecordedScenario.Root, "*.log.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string log = Path.GetFileName(path).Split('.')[0];
            Func<string, (string Daemon, string Program, string Message)>? cut = log switch
            {
                "mail" => static line => Cut("postfix", line, @"^.{15} \S+ ([^\[]+)\[\d+\]: (.*)$"),
                "dovecot" => static line => Cut("dovecot", line, @"^\S+ ([a-z0-9-]+)[^:]*: (.*)$"),
                "queries" => static line => ("bind", "named", line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]),
                "postgrey" => static line => ("postgrey", "postgrey", line),
                _ => null,
            };
            if (cut is null)
            {
                continue;
            }

            using StreamReader text = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            while (text.ReadLine() is string line)
            {
                (string daemon, string program, string message) = cut(line);
                lines.Add((daemon, program, message, program + " " + TypeOf(program, message)));
            }
        }

        return lines;
    }

    private static (string Daemon, string Program, string Message) Cut(string daemon, string line, string form)
    {
        Match match = Regex.Match(line, form);
        Assert.True(match.Success, line);
        return (daemon, match.Groups[1].Value, match.Groups[2].Value);
    }

    private static string TypeOf(string program, string message) =>
        Assert.Single(Formats, format => format.Program == program && format.Format.IsMatch(message)).Type;

    private static List<(string Program, string Type, Regex Format)> ReadFormats()
    {
        List<(string Program, string Type, Regex Format)> formats = [];
        foreach (string line in File.ReadLines(Path.Combine(RecordedScenario.Root, "message-formats.tsv")).Where(static line => !line.StartsWith('#')))
        {
            string[] columns = line.Split('\t');
            string form = Regex.Escape(columns[2]).Replace("%s", ".+?", StringComparison.Ordinal).Replace("%d", "[0-9]+", StringComparison.Ordinal)
                .Replace("%o", ".*?", StringComparison.Ordinal);
            formats.Add((columns[0], columns[1], new Regex($"^{form}$")));
        }

        return formats;
    }
}
