using System.IO.Compression;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Fuzz.Targets;

/// <summary>
/// The detector's state as the store keeps it, unpacked, so that changes reach what is in it, with a checksum that is right. One that is wrong is
/// refused (<c>IncidentLifeTests</c>), so that damage goes no further than here.
/// </summary>
internal sealed class DetectorStateTarget : FuzzTarget, IWindowSink, IIncidentSink
{
    private const long Start = 1_767_571_200_000;
    private const long Minute = 60_000;
    private const int Windows = 30;
    private const uint Flows = 300;

    private readonly DetectionOptions _options = new();
    private readonly DetectionSetup _setup = new();
    private readonly TrafficAccounting _accounting;
    private Detector? _detector;

    /// <summary>Makes the target; its accounting is used for all inputs.</summary>
    public DetectorStateTarget() => _accounting = new TrafficAccounting(new TrafficOptions(), this, keepSummary: false, _options.MaxProbedHosts);

    /// <inheritdoc/>
    public override string Name => "detector-state";

    /// <inheritdoc/>
    public override string Description => "Detector.TryRestore, what the store kept";

    /// <inheritdoc/>
    public override int LongestInput => 12_000;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
        [[1, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0, 0, 0xF0, 0x7F], [0, 0, 0, 0, 0, 0, 0xF8, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0, 0, 0, 0, 0x80]];

    /// <inheritdoc/>
    // The detector's tables.
    public override long MostAllocated(int length) => 20_000_000 + (1_000L * length);

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files)
    {
        yield return Unpack(new Detector(_options, _setup, this).Save());
        _detector = new Detector(_options, _setup, this);
        Feed();
        yield return Unpack(_detector.Save());
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        _detector = new Detector(_options, _setup, this);
        bool isRestored = _detector.TryRestore(Pack(input));
        seen.Status(isRestored ? 1 : 0);
        if (isRestored)
        {
            seen.Count(_detector.Counters.Open);
            seen.Count(_detector.Counters.MailSources);
            seen.Count(_detector.Counters.Servers);
            _ = _detector.Save();
        }
    }

    /// <inheritdoc/>
    void IWindowSink.OnWindow(ClosedWindow window) => _detector!.OnWindow(window);

    /// <inheritdoc/>
    void IIncidentSink.OnChange(IncidentChange change)
    {
    }

    // A sender of mail to many, a guesser of passwords, a resolver.
    private void Feed()
    {
        _accounting.Flush();
        for (int window = 0; window < Windows; window++)
        {
            long time = Start + (window * Minute);
            for (uint i = 0; i < Flows; i++)
            {
                Add(time, 0xC000_0201, 0xC633_6400 + (i & 255), 25, 6);
                Add(time, 0xC000_0202, 0xCB00_7101, 22, 6);
                Add(time, 0xC000_0203, 0xCB00_7102, 53, 17);
            }

            _accounting.Advance(time + Minute);
        }

        _accounting.Flush();
    }

    private void Add(long time, uint from, uint to, ushort port, byte protocol)
    {
        FlowRecord record = new()
        {
            Source = IpAddress.FromIPv4(from),
            Destination = IpAddress.FromIPv4(to),
            SourcePort = 40_000,
            DestinationPort = port,
            Protocol = protocol,
            TcpFlags = 0x1B,
            Packets = 10,
            Octets = 800,
            First = time,
            Last = time,
            SamplingInterval = 1,
        };
        _accounting.Add(ref record, time);
    }

    private static byte[] Unpack(byte[] state)
    {
        using ZLibStream packed = new(new MemoryStream(state), CompressionMode.Decompress);
        using MemoryStream plain = new();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    private static byte[] Pack(ReadOnlySpan<byte> plain)
    {
        using MemoryStream octets = new();
        using (ZLibStream packed = new(octets, CompressionLevel.NoCompression))
        {
            packed.Write(plain);
        }

        return octets.ToArray();
    }
}
