using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Intake;

/// <summary>Takes export datagrams out of captured packets, reassembles fragmented ones, and hands them to a collector.</summary>
public sealed class ExportIntake : ICaptureIntake
{
    private readonly PacketParser _parser = new();
    private readonly FragmentReassembler _fragments = new();
    private readonly Collector _collector;
    private readonly IFlowAccount _account;
    private long _records;
    private long _packetsUntilCount;

    /// <summary>Makes an intake.</summary>
    /// <param name="collector">Takes the datagrams.</param>
    /// <param name="account">Told when the input jumps in time.</param>
    public ExportIntake(Collector collector, IFlowAccount account)
    {
        _collector = collector;
        _account = account;
    }

    /// <inheritdoc/>
    public long Records
    {
        get
        {
            // For a progress bar: adding up all exporters for every call would cost more than decoding.
            if (--_packetsUntilCount < 0)
            {
                _packetsUntilCount = 10;
                _records = _collector.Total().Records;
            }

            return _records;
        }
    }

    /// <inheritdoc/>
    public bool Take(in CapturedPacket packet)
    {
        ParseStatus status = _parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
        if (status != ParseStatus.Ok || headers.IsTruncated)
        {
            return false;
        }

        long arrival = packet.TimestampNs / 1_000_000;
        if (headers.IsFragment)
        {
            return TakeFragment(packet, headers, arrival);
        }

        if (headers.Protocol != IpProtocol.Udp)
        {
            return false;
        }

        _collector.Receive(packet.Data.Slice(headers.PayloadOffset, headers.PayloadLength), headers.Source, arrival);
        return true;
    }

    /// <inheritdoc/>
    public void BreakTime()
    {
        _account.Flush();
        _collector.BreakTime();
    }

    /// <inheritdoc/>
    public void Complete() => _collector.Complete();

    private bool TakeFragment(in CapturedPacket packet, in PacketHeaders headers, long arrival)
    {
        if (headers.FragmentProtocol != IpProtocol.Udp)
        {
            return false;
        }

        if (_fragments.Add(packet.Data, headers, arrival, out ReadOnlySpan<byte> whole) == ReassemblyStatus.Complete
            && _parser.Parse(LinkType.Raw, whole, whole.Length, out PacketHeaders joined) == ParseStatus.Ok)
        {
            _collector.Receive(whole.Slice(joined.PayloadOffset, joined.PayloadLength), joined.Source, arrival);
        }

        return true;
    }
}
