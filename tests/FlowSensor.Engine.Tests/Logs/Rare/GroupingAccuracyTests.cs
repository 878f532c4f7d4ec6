using System.Text;
using FlowSensor.Engine.Logs.Rare;
using Xunit.Abstractions;

namespace FlowSensor.Engine.Tests.Logs.Rare;

/// <summary>
/// Grouping accuracy as the literature on Drain has it: a line is right when the group it was put into has exactly the lines of its type,
/// no more and no fewer.
/// </summary>
public sealed class GroupingAccuracyTests(ITestOutputHelper output)
{
    [Fact]
    public void Add_LogsOfRealDaemons_GroupsAtLeast97OfHundred()
    {
        List<(string Daemon, string Program, string Message, string Type)> lines = LabelledLines.Read();
        MessageTypes types = new(new MessageTypeOptions(), new WordsOfTrouble(WordsOfTrouble.Default));
        List<MessageType> groups =
            [.. lines.Select(line => types.Add(Encoding.UTF8.GetBytes(line.Program), Encoding.UTF8.GetBytes(line.Message), 0, out _))];

        bool[] right = Right([.. lines.Select(static line => line.Type)], groups);
        foreach (IGrouping<string, int> daemon in Enumerable.Range(0, lines.Count).GroupBy(i => lines[i].Daemon))
        {
            double ofDaemon = daemon.Average(i => right[i] ? 1.0 : 0);
            int labels = daemon.Select(i => lines[i].Type).Distinct().Count();
            int found = daemon.Select(i => groups[i]).Distinct().Count();
            output.WriteLine($"{daemon.Key}: {daemon.Count()} lines of {labels} types in {found} groups, accuracy {ofDaemon:0.0000}");
            foreach (int wrong in daemon.Where(i => !right[i]).DistinctBy(i => (groups[i], lines[i].Type)))
            {
                output.WriteLine($"  {lines[wrong].Type} in {groups[wrong].Template}");
            }

            Assert.InRange(ofDaemon, 0.97, 1);
        }

        double accuracy = right.Average(static isRight => isRight ? 1.0 : 0);
        output.WriteLine($"all: {lines.Count} lines, accuracy {accuracy:0.0000}");
        Assert.InRange(accuracy, 0.97, 1);
        Assert.InRange(lines.Count, 13_000, int.MaxValue);
        Assert.InRange(lines.Select(static line => line.Type).Distinct().Count(), 35, int.MaxValue);
    }

    private static bool[] Right(string[] labels, List<MessageType> groups)
    {
        Dictionary<string, HashSet<MessageType>> groupsOf = [];
        Dictionary<MessageType, HashSet<string>> labelsOf = [];
        for (int i = 0; i < labels.Length; i++)
        {
            (groupsOf.TryGetValue(labels[i], out HashSet<MessageType>? its) ? its : groupsOf[labels[i]] = []).Add(groups[i]);
            (labelsOf.TryGetValue(groups[i], out HashSet<string>? names) ? names : labelsOf[groups[i]] = []).Add(labels[i]);
        }

        return [.. labels.Select((label, i) => groupsOf[label].Count == 1 && labelsOf[groups[i]].Count == 1)];
    }
}
