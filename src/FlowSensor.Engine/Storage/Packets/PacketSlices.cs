using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Intake;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Storage.Packets;

/// <summary>
/// Keeps the first packets of suspicious hosts in each window, and hands them to files when it ends: from the window after the one that made a host
/// suspicious, as with flow records. Everything is bounded: by host, by window, and all files together. Belongs to the thread of the packets.
/// </summary>
/// <param name="options">How much.</param>
/// <param name="files">Where to.</param>
/// <param name="isWatched">Whether a host is suspicious.</param>
internal sealed class PacketSlices(PacketEvidenceOptions options, SliceFiles files, Func<IpAddress, bool> isWatched) : IPacketWatch
{
    // Link type, time, octets, octets on the wire, and where they lie.
    private readonly List<(LinkType Link, long TimeNs, int Offset, int Length, int WireLength)> _packets = [];
    private readonly Dictionary<IpAddress, (int InWindow, int InAll, int Unseen)> _hosts = [];
    private readonly List<IpAddress> _listed = [];
    private byte[] _octets = new byte[65_536];
    private int _used;

    // Windows without a packet after which a host is forgotten, and begins anew.
    private const int Forgotten = 60;

    /// <summary>Packets kept since the start.</summary>
    public long Kept { get; private set; }

    /// <summary>Packets of suspicious hosts that were over a limit.</summary>
    public long Left { get; private set; }

    /// <summary>Looks at a packet that passes.</summary>
    public void Look(in CapturedPacket packet, in PacketHeaders headers)
    {
        bool isSource = isWatched(headers.Source);
        if (!isSource && !isWatched(headers.Destination))
        {
            return;
        }

        IpAddress host = isSource ? headers.Source : headers.Destination;
        (int inWindow, int inAll, int _) = _hosts.GetValueOrDefault(host);
        int length = Math.Min(packet.Data.Length, options.SnapLength);
        if (inWindow >= options.PerWindow || inAll >= options.PerSource || _used + length > options.WindowOctets)
        {
            Left++;
            return;
        }

        if (_used + length > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(_used + length, _octets.Length * 2));
        }

        packet.Data[..length].CopyTo(_octets.AsSpan(_used));
        _packets.Add((packet.LinkType, packet.TimestampNs, _used, length, packet.WireLength));
        _used += length;
        _hosts[host] = (inWindow + 1, inAll + 1, 0);
        Kept++;
    }

    /// <summary>Ends a window.</summary>
    public void EndWindow(long start, long end)
    {
        foreach (LinkType link in _packets.Select(static packet => packet.Link).Distinct().ToArray())
        {
            files.Write(start, link, options.SnapLength, writer =>
            {
                foreach ((LinkType own, long timeNs, int offset, int length, int wireLength) in _packets)
                {
                    if (own == link)
                    {
                        writer.Write(timeNs, _octets.AsSpan(offset, length), wireLength);
                    }
                }
            });
        }

        files.Expire(end);
        _packets.Clear();
        _used = 0;
        _listed.Clear();
        _listed.AddRange(_hosts.Keys);
        foreach (IpAddress host in _listed)
        {
            (int _, int inAll, int unseen) = _hosts[host];
            if (unseen >= Forgotten)
            {
                _hosts.Remove(host);
            }
            else
            {
                _hosts[host] = (0, inAll, unseen + 1);
            }
        }
    }
}
