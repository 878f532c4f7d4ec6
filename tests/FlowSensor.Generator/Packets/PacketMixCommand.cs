using System.CommandLine;
using System.Text.Json;

namespace FlowSensor.Generator.Packets;

/// <summary>The command line of the packet generator.</summary>
internal sealed class PacketMixCommand : Command
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Option<ulong> _seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of all choices" };
    private readonly Option<long> _packets = new("--packets") { DefaultValueFactory = _ => 100_000, Description = "Packets" };
    private readonly Option<int> _hosts = new("--hosts") { DefaultValueFactory = _ => 10_000, Description = "Distinct hosts" };
    private readonly Option<int> _duration = new("--duration") { DefaultValueFactory = _ => 60, Description = "Time spanned, seconds" };
    private readonly Option<bool> _freshPorts = new("--fresh-ports") { Description = "A port of its own for every DNS query" };
    private readonly Option<string> _out = new("--out") { Required = true, Description = "pcap file to write" };
    private readonly Option<string?> _truth = new("--truth") { Description = "JSON file for what was written" };

    public PacketMixCommand()
        : base("packets", "A deterministic mix of packets (DNS, SMTP, web, UDP), to a pcap file.")
    {
        foreach (Option option in (Option[])[_seed, _packets, _hosts, _duration, _freshPorts, _out, _truth])
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        var options = new PacketMixOptions
        {
            Seed = result.GetValue(_seed),
            Packets = result.GetValue(_packets),
            Hosts = result.GetValue(_hosts),
            Duration = result.GetValue(_duration),
            FreshPorts = result.GetValue(_freshPorts),
        };
        if (options.Packets < 1 || options.Hosts < 1 || options.Duration < 1)
        {
            Console.Error.WriteLine("--packets, --hosts and --duration must be at least 1.");
            return 2;
        }

        using var mix = new PacketMix(options, new FileStream(result.GetValue(_out)!, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20));
        mix.Run();
        if (result.GetValue(_truth) is { } truth)
        {
            File.WriteAllBytes(truth, JsonSerializer.SerializeToUtf8Bytes(mix.Truth, Json));
        }

        return 0;
    }
}
