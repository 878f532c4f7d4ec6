using System.CommandLine;
using System.Net;
using System.Text.Json;

namespace FlowSensor.Generator.Streams;

/// <summary>The command line of the sender at a rate.</summary>
internal sealed class StreamCommand : Command
{
    private const int LeastRingRecords = 300_000;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Option<ulong> _seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of all choices" };
    private readonly Option<int> _sources = new("--sources") { DefaultValueFactory = _ => 150_000, Description = "Distinct sources" };
    private readonly Option<int> _exporters = new("--exporters") { DefaultValueFactory = _ => 8, Description = "Exporters, each from a loopback address of its own" };
    private readonly Option<int> _perDatagram = new("--records-per-datagram") { DefaultValueFactory = _ => 24, Description = "Most records in a datagram" };
    private readonly Option<double> _rate = new("--rate") { DefaultValueFactory = _ => 100_000, Description = "Records a second (0: as fast as possible)" };
    private readonly Option<double> _seconds = new("--seconds") { DefaultValueFactory = _ => 5, Description = "How long to send" };
    private readonly Option<string> _udp = new("--udp") { Required = true, Description = "Collector to send to, ADDRESS:PORT" };

    public StreamCommand()
        : base("stream", "Version 9 records over UDP at a rate, made beforehand and sent over and over; tells as JSON what was sent.")
    {
        foreach (Option option in (Option[])[_seed, _sources, _exporters, _perDatagram, _rate, _seconds, _udp])
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private string? Problem(ParseResult result) => true switch
    {
        _ when !IPEndPoint.TryParse(result.GetValue(_udp)!, out _) => $"--udp '{result.GetValue(_udp)}' is not ADDRESS:PORT.",
        _ when result.GetValue(_exporters) < 1 || result.GetValue(_exporters) > UdpOutput.MaxExporters => $"--exporters must be 1 to {UdpOutput.MaxExporters}.",
        _ when result.GetValue(_sources) < 1 || result.GetValue(_perDatagram) < 1 => "--sources and --records-per-datagram must be at least 1.",
        _ when result.GetValue(_rate) < 0 || !(result.GetValue(_seconds) > 0) => "--rate must not be negative, --seconds must be more than 0.",
        _ => null,
    };

    private int Run(ParseResult result)
    {
        if (Problem(result) is { } problem)
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        int sources = result.GetValue(_sources);
        GeneratorOptions options = new()
        {
            Seed = result.GetValue(_seed),
            Sources = sources,
            Records = Math.Max(LeastRingRecords, 3L * sources),
            Exporters = result.GetValue(_exporters),
            RecordsPerDatagram = result.GetValue(_perDatagram),

            // All of one second, so that uptimes agree however often the ring has gone round.
            Duration = 1,
        };
        using UdpOutput output = new(IPEndPoint.Parse(result.GetValue(_udp)!), options.Exporters, rate: 0);
        DatagramRing ring = new(output);
        ExportStream stream = new(options, ring);
        ring.Account = stream.Truth;
        stream.Run();
        StreamReport report = new StreamSender(ring, output).Run(result.GetValue(_rate), TimeSpan.FromSeconds(result.GetValue(_seconds)), TimeProvider.System);
        Console.Out.WriteLine(JsonSerializer.Serialize(report, Json));
        return 0;
    }
}
