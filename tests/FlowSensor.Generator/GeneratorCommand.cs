using System.CommandLine;
using System.Net;
using FlowSensor.Generator.Packets;
using FlowSensor.Generator.Stores;
using FlowSensor.Generator.Streams;

namespace FlowSensor.Generator;

/// <summary>The command line of the generator.</summary>
internal sealed class GeneratorCommand : RootCommand
{
    private readonly Option<ulong> _seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of all choices" };
    private readonly Option<long> _records = new("--records") { DefaultValueFactory = _ => 100_000, Description = "Flow records" };
    private readonly Option<int> _sources = new("--sources") { DefaultValueFactory = _ => 10_000, Description = "Distinct sources" };
    private readonly Option<int> _exporters = new("--exporters") { DefaultValueFactory = _ => 8, Description = "Exporters" };
    private readonly Option<ExportFormat> _format = new("--format") { DefaultValueFactory = _ => ExportFormat.V9, Description = "v5, v9, ipfix or mix" };
    private readonly Option<double> _ipv6Share = new("--ipv6-share") { DefaultValueFactory = _ => 0.1, Description = "Share of IPv6 sources" };
    private readonly Option<double> _smtpShare = new("--smtp-share") { DefaultValueFactory = _ => 0.3, Description = "Share of SMTP records" };
    private readonly Option<int> _perDatagram = new("--records-per-datagram") { DefaultValueFactory = _ => 24, Description = "Most records in a datagram" };
    private readonly Option<int> _maxPayload = new("--max-payload") { DefaultValueFactory = _ => 1464, Description = "Most octets in a datagram" };
    private readonly Option<int> _templateEvery = new("--template-every") { DefaultValueFactory = _ => 20, Description = "Datagrams between templates" };
    private readonly Option<int> _templates = new("--templates") { DefaultValueFactory = _ => 1, Description = "Pairs of templates of each exporter, used in turn" };
    private readonly Option<int> _templateLate = new("--template-late") { Description = "Datagrams of data before the first template" };
    private readonly Option<int> _omit = new("--omit") { Description = "Datagrams to leave out" };
    private readonly Option<int> _reorder = new("--reorder") { Description = "Pairs of datagrams to swap" };
    private readonly Option<int> _sampling = new("--sampling") { Description = "Sampling interval the exporters tell" };
    private readonly Option<int> _duration = new("--duration") { DefaultValueFactory = _ => 300, Description = "Event time spanned, seconds" };
    private readonly Option<long?> _start = new("--start") { Description = "Export time of the first datagram, Unix seconds" };
    private readonly Option<bool> _forge = new("--forge") { Description = "Every record has a source of its own" };
    private readonly Option<bool> _everyService = new("--every-service") { Description = "Sources show every service on both sides, the worst case for tables" };
    private readonly Option<double> _rate = new("--rate") { Description = "Records a second over UDP (0: as fast as possible)" };
    private readonly Option<string?> _out = new("--out") { Description = "pcap file to write" };
    private readonly Option<string?> _udp = new("--udp") { Description = "Collector to send to, ADDRESS:PORT" };
    private readonly Option<string?> _truth = new("--truth") { Description = "JSON file for what was sent" };
    private readonly Option<bool> _nanoseconds = new("--export-pcap-ns") { Description = "Nanosecond time stamps in the pcap file" };

    public GeneratorCommand()
        : base("Deterministic NetFlow v5, v9 and IPFIX exports, to a pcap file or over UDP.")
    {
        foreach (Option option in (Option[])[_seed, _records, _sources, _exporters, _format, _ipv6Share, _smtpShare, _perDatagram,
            _maxPayload, _templateEvery, _templates, _templateLate, _omit, _reorder, _sampling, _duration, _start, _forge, _everyService, _rate, _out, _udp,
            _truth, _nanoseconds])
        {
            Options.Add(option);
        }

        Subcommands.Add(new PacketMixCommand());
        Subcommands.Add(new StreamCommand());
        Subcommands.Add(new FillStoreCommand());
        SetAction(Run);
    }

    private string? Problem(ParseResult result)
    {
        string? udp = result.GetValue(_udp);
        int most = udp is null ? PcapOutput.MaxExporters : UdpOutput.MaxExporters;
        return (udp, result.GetValue(_out)) switch
        {
            (null, null) or (not null, not null) => "Give either --out FILE or --udp ADDRESS:PORT.",
            (not null, _) when !IPEndPoint.TryParse(udp, out _) => $"--udp '{udp}' is not ADDRESS:PORT.",
            _ when result.GetValue(_exporters) < 1 || result.GetValue(_exporters) > most => $"--exporters must be 1 to {most}.",
            _ when result.GetValue(_records) < 1 || result.GetValue(_sources) < 1 || result.GetValue(_perDatagram) < 1
                || result.GetValue(_templateEvery) < 1 || result.GetValue(_duration) < 1
                => "--records, --sources, --records-per-datagram, --template-every and --duration must be at least 1.",
            _ when result.GetValue(_templates) is < 1 or > TemplatedEncoder.MaxTemplates => $"--templates must be 1 to {TemplatedEncoder.MaxTemplates}.",
            _ when result.GetValue(_maxPayload) is < 600 or > 65_000 => "--max-payload must be 600 to 65000.",
            _ => null,
        };
    }

    private int Run(ParseResult result)
    {
        if (Problem(result) is { } problem)
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        string? udp = result.GetValue(_udp);
        int duration = result.GetValue(_duration);
        var options = new GeneratorOptions
        {
            Seed = result.GetValue(_seed),
            Records = result.GetValue(_records),
            Sources = result.GetValue(_sources),
            Exporters = result.GetValue(_exporters),
            Format = result.GetValue(_format),
            IPv6Share = result.GetValue(_ipv6Share),
            SmtpShare = result.GetValue(_smtpShare),
            RecordsPerDatagram = result.GetValue(_perDatagram),
            MaxPayload = result.GetValue(_maxPayload),
            TemplateEvery = result.GetValue(_templateEvery),
            Templates = result.GetValue(_templates),
            TemplateLate = result.GetValue(_templateLate),
            Omit = result.GetValue(_omit),
            Reorder = result.GetValue(_reorder),
            Sampling = result.GetValue(_sampling),
            Duration = duration,
            Forge = result.GetValue(_forge),
            EveryService = result.GetValue(_everyService),
        };

        // What goes out live must not lie in the future of the collector's clock.
        options.Start = result.GetValue(_start)
            ?? (udp is null ? options.Start : TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - duration);
        using IDatagramOutput output = udp is null
            ? new PcapOutput(result.GetValue(_out)!, result.GetValue(_nanoseconds))
            : new UdpOutput(IPEndPoint.Parse(udp), options.Exporters, result.GetValue(_rate));
        var stream = new ExportStream(options, output);
        if (stream.Refusal is { } refusal)
        {
            Console.Error.WriteLine(refusal);
            return 2;
        }

        stream.Run();
        if (result.GetValue(_truth) is { } truth)
        {
            TruthFile.Write(truth, stream.Truth, stream.Model);
        }

        return 0;
    }
}
