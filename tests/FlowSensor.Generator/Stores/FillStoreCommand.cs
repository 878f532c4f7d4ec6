using System.CommandLine;

namespace FlowSensor.Generator.Stores;

/// <summary>The command line that fills a store.</summary>
internal sealed class FillStoreCommand : Command
{
    private readonly Option<string> _out = new("--out") { Required = true, Description = "Folder of the store" };
    private readonly Option<int> _days = new("--days") { DefaultValueFactory = _ => 30, Description = "Days" };
    private readonly Option<int> _sources = new("--sources") { DefaultValueFactory = _ => 200_000, Description = "Distinct sources" };
    private readonly Option<int> _draws = new("--draws") { DefaultValueFactory = _ => 200, Description = "Draws of a source in a window" };
    private readonly Option<ulong> _seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of all choices" };

    public FillStoreCommand()
        : base("store", "A store as a sensor of many days would have, written by the sensor's own writer.")
    {
        foreach (Option option in (Option[])[_out, _days, _sources, _draws, _seed])
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        FilledStoreOptions options = new()
        {
            Folder = result.GetValue(_out)!,
            Days = result.GetValue(_days),
            Sources = result.GetValue(_sources),
            Draws = result.GetValue(_draws),
            Seed = result.GetValue(_seed),
        };
        if (options.Days < 1 || options.Sources < 1 || options.Draws < 1)
        {
            Console.Error.WriteLine("--days, --sources and --draws must be at least 1.");
            return 2;
        }

        new FilledStore(options).Run(static day => Console.Error.Write($"\rday {day} "));
        Console.Error.WriteLine();
        return 0;
    }
}
