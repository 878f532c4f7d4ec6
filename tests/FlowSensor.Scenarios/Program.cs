using System.Diagnostics;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Pipeline;
using FlowSensor.Scenarios.Feeding;
using FlowSensor.Scenarios.World;

Stopwatch watch = Stopwatch.StartNew();
ScenarioPlay play = new(new ScenarioOptions { Seed = ulong.Parse(args[0]), Days = int.Parse(args[1]) });
SensorOptions options = new();
SensorPipeline pipeline = new(options, null, true);
long talks = 0;
if (args[2] == "wire")
{
    PacketFeed feed = new(pipeline.TakePackets(), ScenarioCalendar.Start);
    talks = play.Run(feed);
    Console.WriteLine($"packets {feed.Packets}");
}
else
{
    ExportFeed feed = new(pipeline.Collector, ScenarioCalendar.Start);
    talks = play.Run(feed);
    Console.WriteLine($"records {feed.Records}");
}
pipeline.Complete();
Console.WriteLine($"talks {talks} {watch.Elapsed}");
foreach (var s in pipeline.Accounting.Summary!.Services)
{
    Console.WriteLine($"{s.ServiceDirection.Service} {s.ServiceDirection.Direction} {s.Counts.Flows} {s.Counts.Packets} {s.Counts.Octets} {s.Sources}");
}
if (args[2]=="wire") { var t=pipeline.Packets!.Counters; Console.WriteLine(t); }
foreach (var l in play.Labels)
{
    Console.WriteLine($"{l.Host} {l.Kind} {l.Scenario} {(l.From-ScenarioCalendar.Start)/3600000.0:F2} {(l.To-l.From)/60000.0:F1}min");
}
