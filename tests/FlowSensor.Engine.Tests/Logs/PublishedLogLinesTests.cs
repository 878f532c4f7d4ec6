using System.Text.RegularExpressions;
using FlowSensor.Engine.Logs;
using FlowSensor.Protocols.Logs;
using FlowSensor.Protocols.Tests.Pcap;
using YamlDotNet.RepresentationModel;

namespace FlowSensor.Engine.Tests.Logs;

/// <summary>
/// The published Postfix lines with the fields that others read in them, and the log lines that the texts on mail logs print. Both folders lie
/// beside the project; where they are absent these tests have nothing to compare.
/// </summary>
public partial class PublishedLogLinesTests
{
    // Names of the publisher's fields, and ours.
    private static readonly (string Theirs, string Ours)[] Fields =
    [
        ("postfix_queueid", "queue"), ("postfix_client_ip", "client"), ("postfix_client_hostname", "client_name"), ("postfix_client_port", "client_port"),
        ("postfix_action", "action"), ("postfix_smtp_stage", "stage"), ("postfix_status_code", "code"), ("postfix_status_code_enhanced", "enhanced"),
        ("postfix_status", "action"), ("postfix_message-id", "message_id"), ("postfix_server_ip", "server"), ("postfix_bounce_queueid", "name"),
        ("postfix_proxy_result", "action"), ("postfix_proxy_smtp_stage", "stage"), ("postfix_proxy_status_code", "code"),
        ("postfix_proxy_status_code_enhanced", "enhanced"), ("postfix_postscreen_access", "action"),
    ];

    [Fact]
    public void Read_PublishedFiles_HaveTheLinesOfTheManifest()
    {
        int files = 0;
        foreach ((string file, string path, System.Text.Json.JsonElement expected) in PublishedData.Entries("logs/"))
        {
            LogFileReader reader = new(new LogFileOptions(), TimeProvider.System);
            reader.Read([path], new NoSink(), progress: null, CancellationToken.None);
            Assert.True(expected.GetProperty("lines").GetInt64() == reader.Lines, file);
            files++;
        }

        Assert.Equal(PublishedData.Folder is null ? 0 : 135, files);
    }

    // Nine of the files hold pieces of lines (command counters, a relay, TLS features), no lines.
    [Fact]
    public void Read_PublishedPostfixLines_HaveThePublishersFields()
    {
        int lines = 0;
        List<string> differences = [];
        foreach ((string file, string path, _) in PublishedData.Entries("logs/"))
        {
            YamlStream yaml = new();
            using (StreamReader text = File.OpenText(path))
            {
                yaml.Load(text);
            }

            YamlMappingNode root = (YamlMappingNode)yaml.Documents[0].RootNode;
            string daemon = DaemonPattern().Match(Text(root, "pattern")).Groups[1].Value.ToLowerInvariant().Replace('_', '-');
            if (daemon is "command-counter-data" or "relay" or "tls-features")
            {
                continue;
            }

            lines++;
            Dictionary<string, string> read = FieldsOfLine.Of($"postfix/{daemon}", Text(root, "data"));
            if (read["kind"] == nameof(LogEventKind.Unknown))
            {
                differences.Add($"{file}: not understood");
            }

            differences.AddRange(Differences((YamlMappingNode)root.Children[new YamlScalarNode("results")], read).Select(difference => $"{file}: {difference}"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.Equal(PublishedData.Folder is null ? 0 : 126, lines);
    }

    [Fact]
    public void Read_LinesOfTheTexts_HaveTheFieldsAPersonReads()
    {
        List<string> lines = [.. SeedLines("taoyuan-smtp-anomaly-and-notification.txt"), .. SeedLines("sendmail-log-adventures.txt")];
        foreach (string line in lines)
        {
            Dictionary<string, string> read = FieldsOfLine.OfLine(line, 2003);
            Match head = SeedHead().Match(line);
            Assert.Equal(head.Groups["host"].Value, read["host"]);
            Assert.Equal((head.Groups["program"].Value, head.Groups["pid"].Value), (read["program"], read["pid"]));
            Assert.Equal(head.Groups["clock"].Value, read["time"][11..]);
            Assert.NotEqual(nameof(LogEventKind.Unknown), read["kind"]);
            foreach (Match field in SeedField().Matches(line))
            {
                AssertField(field.Groups[1].Value, field.Groups[2].Value, read);
            }
        }

        Assert.Equal(PublishedData.Folder is null ? 0 : 15, lines.Count);
        Assert.Equal(PublishedData.Folder is null ? 0 : 2, lines.Count(static line => FieldsOfLine.OfLine(line, 2003) is var read && read["kind"] == "Virus" && read["name"] == "W32/Yaha-P" && read["queue"] == "hA3CPot1007645"));
        Assert.Equal(PublishedData.Folder is null ? 0 : 4, lines.Count(static line => FieldsOfLine.OfLine(line, 2003)["kind"] == "Trouble"));
    }

    private static void AssertField(string name, string value, Dictionary<string, string> read)
    {
        string bare = value.Trim('<', '>');
        switch (name)
        {
            case "from" or "to" or "size" or "proto":
                Assert.Equal(bare == "0" ? "" : bare, read.GetValueOrDefault(name, ""));
                break;
            case "nrcpts":
                Assert.Equal(bare == "0" ? "" : bare, read.GetValueOrDefault("recipients", ""));
                break;
            case "msgid":
                Assert.Equal(bare, read["message_id"]);
                break;
            case "dsn":
                Assert.Equal(bare, read["enhanced"]);
                break;
            case "delay":
                Assert.Equal(TimeSpan.Parse(bare, System.Globalization.CultureInfo.InvariantCulture).TotalMilliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture), read["delay_ms"]);
                break;
            case "stat":
                Assert.Equal(bare, read["action"]);
                break;
            case "relay" when !value.StartsWith('['):
                Assert.Equal(value, read["client_name"]);
                break;
            case "relay" when value.Length > 2:
                Assert.Equal(value.Trim('[', ']'), read.GetValueOrDefault("client") ?? read["relay_address"]);
                break;
        }
    }

    private static IEnumerable<string> Differences(YamlMappingNode expected, Dictionary<string, string> read)
    {
        foreach ((string theirs, string ours) in Fields)
        {
            string wanted = Text(expected, theirs);
            if (wanted.Length > 0 && wanted != "NOQUEUE" && read.GetValueOrDefault(ours, "") != wanted)
            {
                yield return $"{theirs} is {wanted}, read {read.GetValueOrDefault(ours, "nothing")}";
            }
        }

        foreach (Match pair in KeyValue().Matches(Text(expected, "postfix_keyvalue_data")))
        {
            string name = pair.Groups[1].Value;
            string wanted = pair.Groups[2].Value.TrimEnd(',').Trim('<', '>');
            string found = name switch
            {
                "nrcpt" => read.GetValueOrDefault("recipients", ""),
                "dsn" => read.GetValueOrDefault("enhanced", ""),
                "delay" => read.GetValueOrDefault("delay_ms", ""),
                "from" or "to" or "orig_to" or "proto" or "helo" or "relay" or "size" => read.GetValueOrDefault(name, ""),
                _ => wanted,
            };
            wanted = name == "delay" ? ((long)Math.Round(double.Parse(wanted, System.Globalization.CultureInfo.InvariantCulture) * 1_000)).ToString(System.Globalization.CultureInfo.InvariantCulture) : wanted;
            bool isOfHeader = name is "proto" or "helo" && !read.ContainsKey("code") && read["kind"] == nameof(LogEventKind.Routine);
            if (found != wanted && !isOfHeader)
            {
                yield return $"{name} is {wanted}, read {found}";
            }
        }
    }

    private static string Text(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? ((YamlScalarNode)node).Value ?? "" : "";

    // A line of the texts goes on over line breaks and blank lines until the next one begins, or something that is none.
    private static IEnumerable<string> SeedLines(string name)
    {
        string? folder = PublishedData.Folder is null ? null : Path.Combine(PublishedData.Folder, "..", "seeds");
        if (folder is null)
        {
            yield break;
        }

        string? line = null;
        foreach (string text in File.ReadAllLines(Path.Combine(folder, name)).Select(static text => text.Trim()).Where(static text => text.Length > 0))
        {
            bool begins = SeedHead().IsMatch(text);
            bool ends = begins || text.StartsWith("mailto:", StringComparison.Ordinal) || text.Contains("  ", StringComparison.Ordinal) || text.StartsWith("Hmm", StringComparison.Ordinal)
                || text.StartsWith("Oooh", StringComparison.Ordinal) || text.StartsWith("Everybody", StringComparison.Ordinal) || text.StartsWith("Now it", StringComparison.Ordinal) || text.StartsWith('»') || text.StartsWith('•') || text.StartsWith('–');
            if (ends && line is not null)
            {
                yield return line;
                line = null;
            }

            line = begins ? text : line is null ? null : $"{line} {text}";
        }

        if (line is not null)
        {
            yield return line;
        }
    }

    private sealed class NoSink : ILogLineSink
    {
        public void OnLine(in LogHeader header, ReadOnlySpan<byte> line)
        {
        }
    }

    [GeneratedRegex(@"%\{POSTFIX_(\w+)\}")]
    private static partial Regex DaemonPattern();

    [GeneratedRegex(@"(?:^|[ ,])([a-z_]+)=(<[^>]*>|[^ ]+)")]
    private static partial Regex KeyValue();

    [GeneratedRegex(@"^(?:syslog:)?[A-Z][a-z]{2} +\d+ (?<clock>\d\d:\d\d:\d\d) (?<host>\S+) (?<program>\w+)\[(?<pid>\d+)\]: ")]
    private static partial Regex SeedHead();

    [GeneratedRegex(@"(?:^|[ ,])([a-z]+)=(<[^>]*>|\[[^\]]*\]|[^ ,]+)")]
    private static partial Regex SeedField();
}
