using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FlowSensor.Fuzz.Campaigns;
using FlowSensor.Fuzz.Coverage;
using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz;

/// <summary>The command line.</summary>
internal sealed class FuzzCommand : RootCommand
{
    private const long DefaultExecutions = 100_000;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly Option<string> _target = new("--target") { Description = "Name of a target, or all.", DefaultValueFactory = static _ => "all" };
    private readonly Option<long?> _executions = new("--executions") { Description = "Executions of each target." };
    private readonly Option<double?> _minutes = new("--minutes") { Description = "Minutes for all targets together; fast ones get more executions." };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Start of the random numbers.", DefaultValueFactory = static _ => 1 };
    private readonly Option<double> _longest = new("--longest-ms") { Description = "Milliseconds that an input may take, the best of three.", DefaultValueFactory = static _ => 2_000 };
    private readonly Option<string?> _input = new("--input") { Description = "Run one file only, such as one that failed." };
    private readonly Option<string?> _corpus = new("--corpus") { Description = "Folder to take inputs from and keep new ones in." };
    private readonly Option<string> _failures = new("--failures") { Description = "Folder for failing inputs.", DefaultValueFactory = static _ => "fuzz-failures" };
    private readonly Option<bool> _own = new("--own-seeds") { Description = "Take seeds from captures/ only, not from published captures beside the project." };
    private readonly Option<bool> _noCoverage = new("--no-coverage") { Description = "Tell behaviours apart by results, not by the edges that instrumented code counts." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as JSON." };
    private readonly Option<bool> _list = new("--list") { Description = "Print the targets." };

    /// <summary>Makes the command.</summary>
    public FuzzCommand()
        : base(
            """
            Runs decoders and parsers with inputs made to break them, and writes down those that do.

            Examples:
              FlowSensor.Fuzz --target all --minutes 60 --corpus fuzz-corpus
              FlowSensor.Fuzz --target dns --executions 1000000 --seed 7
              FlowSensor.Fuzz --target dns --input fuzz-failures/dns-0123456789ab.bin
            """)
    {
        foreach (Option option in new Option[] { _target, _executions, _minutes, _seed, _longest, _input, _corpus, _failures, _own, _noCoverage, _json, _list })
        {
            Options.Add(option);
        }

        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        string name = parsed.GetValue(_target)!;
        List<FuzzTarget> targets = [.. TargetList.All().Where(target => name is "all" || target.Name == name)];
        if (parsed.GetValue(_list))
        {
            targets.ForEach(static target => Console.WriteLine($"{target.Name,-18}{target.Description}"));
            return 0;
        }

        if (targets.Count == 0)
        {
            Console.Error.WriteLine($"There is no target '{name}'; --list prints them.");
            return 2;
        }

        if (parsed.GetValue(_input) is string file)
        {
            return RunFile(targets, file, TimeSpan.FromMilliseconds(parsed.GetValue(_longest)));
        }

        double? minutes = parsed.GetValue(_minutes);
        FuzzOptions options = new()
        {
            Seed = parsed.GetValue(_seed),
            Executions = parsed.GetValue(_executions) ?? (minutes is null ? DefaultExecutions : long.MaxValue),
            Time = minutes is double some ? TimeSpan.FromMinutes(some) : TimeSpan.MaxValue,
            LongestTime = TimeSpan.FromMilliseconds(parsed.GetValue(_longest)),
            Failures = parsed.GetValue(_failures)!,
            Corpus = parsed.GetValue(_corpus),
            UseShared = !parsed.GetValue(_own),
        };
        IReadOnlyList<CampaignReport> reports = new Session(options).Run(targets, stop);
        if (parsed.GetValue(_json))
        {
            Console.WriteLine(JsonSerializer.Serialize(new { options.Seed, Coverage = InstrumentedCopy.IsRunning, Targets = reports }, Json));
        }
        else
        {
            SummaryTable.Write(Console.Out, reports);
        }

        return reports.All(static report => report.Failures == 0) ? 0 : 1;
    }

    private static int RunFile(List<FuzzTarget> targets, string file, TimeSpan longest)
    {
        if (targets.Count != 1)
        {
            Console.Error.WriteLine("--input needs the --target that it is for.");
            return 2;
        }

        byte[] input;
        try
        {
            input = File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The input '{file}' cannot be read: {failure.Message}");
            return 2;
        }

        Runner runner = new(targets[0], longest);
        Exception? found = runner.Run(input, again: true, out Observation seen);
        string figures = string.Create(CultureInfo.InvariantCulture, $"{input.Length} octets, {runner.Slowest.TotalMilliseconds:F2} ms, {runner.MostAllocated} octets allocated");
        Console.WriteLine(found is null ? $"{figures}: all holds, digest {seen.Digest:x16}" : $"{figures}: {found}");
        return found is null ? 0 : 1;
    }
}
