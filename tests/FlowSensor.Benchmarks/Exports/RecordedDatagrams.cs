using FlowSensor.Generator;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Benchmarks.Exports;

/// <summary>Generated datagrams, kept in memory.</summary>
internal sealed class RecordedDatagrams : IDatagramOutput
{
    private readonly List<(byte[] Payload, IpAddress Exporter, long TimeMs)> _datagrams = [];

    /// <summary>Generates.</summary>
    public static RecordedDatagrams Of(ExportFormat format, long records, int sources)
    {
        var options = new GeneratorOptions { Format = format, Records = records, Sources = sources };
        var output = new RecordedDatagrams();
        new ExportStream(options, output).Run();
        output.SpanMs = options.Duration * 1000L;
        return output;
    }

    /// <summary>The datagrams in the order sent.</summary>
    public IReadOnlyList<(byte[] Payload, IpAddress Exporter, long TimeMs)> All => _datagrams;

    /// <summary>Event time that they span, in milliseconds.</summary>
    public long SpanMs { get; private set; }

    public string AddressOf(int exporter) => IpAddress.FromIPv4(0xC000_0201 + (uint)exporter).ToString();

    public void Send(int exporter, ReadOnlySpan<byte> payload, int records, long time) =>
        _datagrams.Add((payload.ToArray(), IpAddress.FromIPv4(0xC000_0201 + (uint)exporter), time / 1_000_000));

    public void Dispose()
    {
    }
}
