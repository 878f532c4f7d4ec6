using System.Collections;
using System.CommandLine;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Configuration.Reading;
using FlowSensor.Scenarios.Scoring;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios;

/// <summary>The command line of the scenarios.</summary>
internal sealed class ScenariosCommand : RootCommand
{
    private readonly Option<ulong[]> _seeds = new("--seed") { DefaultValueFactory = _ => [Seeds.Tuning[0]], AllowMultipleArgumentsPerToken = true, Description = "Seeds; several are added up in the table" };
    private readonly Option<int> _days = new("--days") { DefaultValueFactory = _ => 14, Description = "Days of each" };
    private readonly Option<double> _size = new("--size") { DefaultValueFactory = _ => 1, Description = "How many hosts, against the usual region" };
    private readonly Option<Visibility[]> _visible = new("--visible") { DefaultValueFactory = _ => [Visibility.Wire, Visibility.Flows], AllowMultipleArgumentsPerToken = true, Description = "wire, flows; both when left out" };
    private readonly Option<int> _active = new("--active") { DefaultValueFactory = _ => 30, Description = "Active timeout of the router, seconds" };
    private readonly Option<bool> _innocent = new("--innocent") { Description = "Nobody does anything that is to be found" };
    private readonly Option<string?> _config = new("--config") { Description = "A configuration whose section detection is used" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line: with the wire visible, then from flow records alone, for each seed" };
    private readonly Option<bool> _details = new("--details") { Description = "Name what was missed and what was wrong" };

    public ScenariosCommand()
        : base("Plays labelled traffic of a region to the sensor and scores its incidents.")
    {
        Options.Add(_seeds);
        Options.Add(_days);
        Options.Add(_size);
        Options.Add(_visible);
        Options.Add(_active);
        Options.Add(_innocent);
        Options.Add(_config);
        Options.Add(_json);
        Options.Add(_details);
        SetAction(parsed =>
        {
            foreach (Visibility visibility in parsed.GetValue(_visible)!)
            {
                Play(parsed, visibility);
            }

            return 0;
        });
    }

    private static DetectionSectionOptions Rules(string file)
    {
        ConfigurationResult read = ConfigurationLoader.Load(file, new Hashtable());
        return read.Problems.Count == 0 ? read.Options.Detection : throw new InvalidDataException(string.Join("; ", read.Problems));
    }

    private void Play(ParseResult parsed, Visibility visibility)
    {
        ulong[] seeds = parsed.GetValue(_seeds)!;
        RunScore all = RunScore.Empty(visibility);
        foreach (ulong seed in seeds)
        {
            DetectionSectionOptions rules = parsed.GetValue(_config) is string file ? Rules(file) : new DetectionSectionOptions();
            RunScore score = ScenarioRun.Run(
                new ScenarioOptions
                {
                    Seed = seed,
                    Days = parsed.GetValue(_days),
                    Size = parsed.GetValue(_size),
                    ActiveTimeout = TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(_active))),
                    WithThreats = !parsed.GetValue(_innocent),
                }, visibility, rules);
            if (parsed.GetValue(_json))
            {
                Console.Out.WriteLine(ScoreWriter.Json(score, seed));
            }

            all.Add(score);
            if (parsed.GetValue(_details))
            {
                Console.Error.Write($"seed {seed}\n{ScoreWriter.Details(score)}");
            }
        }

        if (!parsed.GetValue(_json))
        {
            Console.Out.WriteLine(ScoreWriter.Table(all, $"seed {string.Join(", ", seeds)}"));
        }
    }
}
