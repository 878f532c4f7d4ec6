using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FlowSensor.Commands;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private const int Records = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void NoArguments_PrintsHelpWithQuickStart()
    {
        SensorResult result = Sensor.Run(_folder);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Quick start:", result.Output, StringComparison.Ordinal);
        Assert.Contains("flowsensor replay exports.pcap", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OfARun_HasExamples()
    {
        SensorResult result = Sensor.Run(_folder, "run", "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_EveryCommand_HasADescriptionAndExamplesThatItReads()
    {
        RootCommand root = CommandLine.Create();
        List<string> wrong = [];
        Look(root);

        Assert.Empty(wrong);

        void Look(Command parent)
        {
            foreach (Command command in parent.Subcommands)
            {
                if (string.IsNullOrEmpty(command.Description) || command is not ExampleCommand { Examples.Count: > 0 } examples)
                {
                    wrong.Add($"{command.Name}: no description or no examples");
                    continue;
                }

                wrong.AddRange(command.Options.Where(static option => string.IsNullOrEmpty(option.Description)).Select(option => $"{command.Name} {option.Name}: no description"));
                foreach ((string line, _) in examples.Examples)
                {
                    // What stands before or behind it is the shell's.
                    int start = line.StartsWith("flowsensor ", StringComparison.Ordinal) ? 0 : line.IndexOf(" flowsensor ", StringComparison.Ordinal) + 1;
                    string own = line[start..].Split(" | ")[0].Split(" > ")[0].Split(" < ")[0];
                    string[] words = [.. CommandLineParser.SplitCommandLine(own.Replace('\'', '"')).Skip(1)];
                    wrong.AddRange(root.Parse(words).Errors.Select(error => $"{line}: {error.Message}"));
                }

                Look(command);
            }
        }
    }

    [Theory]
    [InlineData(2, "flowsensor: there is no option '--bogus' here; see 'flowsensor --help'.", "--bogus")]
    [InlineData(2, "flowsensor: there is no command or argument 'tpo' here, did you mean 'top'? See 'flowsensor --help'.", "tpo")]
    [InlineData(2, "flowsensor: there is no option '--jsno' here, did you mean '--json'? See 'flowsensor top --help'.", "top", "--jsno")]
    [InlineData(2, "flowsensor: --top 'x' is not a whole number from 0 on; see 'flowsensor top --help'.", "top", "--top", "x")]
    [InlineData(2, "flowsensor: --json and --csv exclude each other; give one of them.", "top", "--json", "--csv")]
    [InlineData(2, "flowsensor: --from 'soon' is no time; write 2026-01-31, 2026-01-31T12:00:00Z, or -1h for an hour ago.", "top", "--from", "soon")]
    [InlineData(2, "flowsensor: --from is not before --to, so there is nothing between them; exchange them.", "top", "--from", "-1h", "--to", "-2h")]
    [InlineData(2, "flowsensor: missing.yaml: the configuration cannot be read: there is no such file; give its name with --config.", "run", "--config", "missing.yaml")]
    [InlineData(1, "flowsensor: There is no store in 'nowhere'; name its folder with --store, or fill it with 'flowsensor run' or 'flowsensor replay FILE --store nowhere'.", "top", "--store", "nowhere")]
    [InlineData(1, "flowsensor: missing.pcap does not exist.", "replay", "missing.pcap")]
    [InlineData(1, "flowsensor: missing.pcap does not exist.", "decode", "missing.pcap")]
    [InlineData(1, "flowsensor: missing.pcap does not exist.", "run", "--replay", "missing.pcap")]
    public void WrongUse_SaysOneSentence(int exitCode, string sentence, params string[] arguments)
    {
        SensorResult result = Sensor.Run(_folder, arguments);

        Assert.Equal(sentence, result.Error.TrimEnd());
        Assert.Equal("", result.Output);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public void Replay_NoCapture_SaysSoAndMakesNoStore()
    {
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "this is not a capture file at all");

        SensorResult result = Sensor.Run(_folder, "replay", "notes.txt", "--store", "s");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("flowsensor: notes.txt is not a capture", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "s")));
    }

    [Fact]
    public void Check_BadConfiguration_PrintsEveryProblem()
    {
        File.WriteAllText(Path.Combine(_folder, "flowsensor.yaml"), "stoer: {}\ntraffic: {window: 7s,\n  mail_window: 300s}\n");

        SensorResult result = Sensor.Run(_folder, "check");
        SensorResult json = Sensor.Run(_folder, "check", "--json");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            """
            flowsensor.yaml:1: stoer: there is no such setting; did you mean store?
            flowsensor.yaml:2: traffic.window: must be from 1s to 1h and divide an hour evenly, such as 10s, 60s, 5m or 10m.
            flowsensor.yaml:3: traffic.mail_window: not available in this version; remove it.
            flowsensor: 3 problems were found in the configuration; correct the lines named above.

            """,
            result.Error);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal([1, 2, 3], document.RootElement.EnumerateArray().Select(static problem => problem.GetProperty("line").GetInt32()));
        Assert.Equal(2, json.ExitCode);
    }

    [Fact]
    public void Replay_ThenQuestions_AgreeWithEachOther()
    {
        WriteCapture("exports.pcap");

        SensorResult replay = Sensor.Run(_folder, "replay", "exports.pcap", "--json", "--store", "s");
        SensorResult again = Sensor.Run(_folder, "replay", "exports.pcap", "--json");
        SensorResult top = Sensor.Run(_folder, "top", "--store", "s", "--service", "smtp", "--json");
        SensorResult buckets = Sensor.Run(_folder, "buckets", "--store", "s", "--service", "smtp", "--by", "pair", "--json");
        SensorResult exporters = Sensor.Run(_folder, "exporters", "--store", "s", "--csv");
        SensorResult table = Sensor.Run(_folder, "buckets", "--store", "s", "--service", "smtp");

        Assert.Equal(("", 0), (replay.Error, replay.ExitCode));
        using JsonDocument report = JsonDocument.Parse(replay.Output);
        JsonElement root = report.RootElement;
        Assert.Equal(Records, root.GetProperty("ledger").GetProperty("records").GetInt32());
        Assert.Equal(Records, root.GetProperty("totals").GetProperty("flows").GetInt32());
        Assert.Equal(WithoutElapsed(replay.Output), WithoutElapsed(again.Output));

        using JsonDocument topDocument = JsonDocument.Parse(top.Output);
        string[] expected = [.. root.GetProperty("sources").EnumerateArray().Where(static row => row.GetProperty("service").GetString() == "smtp").Select(static row => row.GetRawText())];
        Assert.Equal(expected.Select(Squeezed), topDocument.RootElement.EnumerateArray().Select(static row => Squeezed(row.GetRawText())));

        using JsonDocument bucketDocument = JsonDocument.Parse(buckets.Output);
        JsonElement first = bucketDocument.RootElement[0];
        Assert.Equal(("1-10", 1.0, 1.0), (first.GetProperty("band").GetString(), first.GetProperty("key_ratio").GetDouble(), first.GetProperty("octet_ratio").GetDouble()));
        Assert.Contains("127.0.0.1,5,0,1,1,0,20,0,,0\n", exporters.Output, StringComparison.Ordinal);
        Assert.Contains("smtp request: flows of a pair", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_EachForm_HasALineForEachRecord()
    {
        WriteCapture("exports.pcap");

        string[] json = Lines(Sensor.Run(_folder, "decode", "exports.pcap", "--json"));
        string[] csv = Lines(Sensor.Run(_folder, "decode", "exports.pcap", "--csv"));
        string[] text = Lines(Sensor.Run(_folder, "decode", "exports.pcap"));

        Assert.Equal((Records, Records + 1, Records), (json.Length, csv.Length, text.Length));
        using JsonDocument record = JsonDocument.Parse(json[1]);
        Assert.Equal("198.51.100.1", record.RootElement.GetProperty("src").GetString());
        Assert.Equal(25, record.RootElement.GetProperty("dst_port").GetInt32());
    }

    [Fact]
    public void Run_DatagramsThenTerminate_StoresThemAndExitsWithZero()
    {
        int port = FreePort();
        File.WriteAllText(
            Path.Combine(_folder, "flowsensor.yaml"),
            string.Create(CultureInfo.InvariantCulture, $"inputs: {{netflow: {{listen: [\"127.0.0.1:{port}\"], threads: 1, receive_buffer: 64KiB}}, sflow: {{listen: []}}}}\nstore: {{path: s}}\n"));
        using Process process = Sensor.Start(_folder, "run");
        string? line = process.StandardError.ReadLine();
        Assert.Contains($"listens on 127.0.0.1:{port}", line, StringComparison.Ordinal);

        using (UdpClient exporter = new())
        {
            exporter.Send(Version5(), new IPEndPoint(IPAddress.Loopback, port));
        }

        SensorResult second = Sensor.Run(_folder, "run");
        Signal(process, "-HUP");
        Assert.Contains("read again and is in force", Sensor.ReadUntil(process, "is in force"), StringComparison.Ordinal);
        Signal(process, "-TERM");
        SensorResult result = Sensor.End(process);
        SensorResult exporters = Sensor.Run(_folder, "exporters", "--csv");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("in use by another sensor", second.Error, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Stopped after 1 datagrams and 20 records", result.Error, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1,5,0,1,1,0,20,0,,0\n", exporters.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_ThatCannotBeWritten_SaysWhy()
    {
        using PeerProcess process = PeerProcess.Start("sh", "-c", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "flowsensor.dll")}' example > /dev/full");

        Assert.Equal(1, process.WaitForExit());
        Assert.Contains("No space left on device", Assert.Single(process.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PortInUse_SaysSo()
    {
        using UdpClient taken = new(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)taken.Client.LocalEndPoint!).Port;
        File.WriteAllText(Path.Combine(_folder, "c.yaml"), string.Create(CultureInfo.InvariantCulture, $"inputs: {{netflow: {{listen: [\"127.0.0.1:{port}\"]}}, sflow: {{listen: []}}}}\n"));

        SensorResult result = Sensor.Run(_folder, "run", "--config", "c.yaml");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    private static void Signal(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static int FreePort()
    {
        using UdpClient probe = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }

    private static string[] Lines(SensorResult result)
    {
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        return result.Output.TrimEnd().Split('\n');
    }

    private static string Squeezed(string json) => json.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static string WithoutElapsed(string json) => json[..json.IndexOf("\"elapsed_s\"", StringComparison.Ordinal)];

    private static byte[] Version5() =>
        Version5Export.Of([.. Enumerable.Range(0, Records).Select(static i => (0xC633_6400 + (uint)(i % 5), 0u, 10u, 1_000 + (uint)i))]);

    private void WriteCapture(string name) => Version5Export.WriteCapture(Path.Combine(_folder, name), Version5());
}
