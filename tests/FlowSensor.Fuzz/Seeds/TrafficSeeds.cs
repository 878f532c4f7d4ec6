using System.Buffers.Binary;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Fuzz.Seeds;

/// <summary>What is in capture files, sorted by who reads it; a few of each kind and file, so that none outweighs the others.</summary>
internal sealed class TrafficSeeds
{
    private const int PacketsPerFile = 10;
    private const int DatagramsPerFile = 12;
    private const int DatagramsPerInput = 3;
    private const int FramesPerSession = 40;
    private const int SessionsPerFile = 6;
    private const int FramesOnWire = 24;
    private const int LongestFrame = 400;
    private const int PacketsRead = 20_000;

    private readonly PacketParser _parser = new();
    private readonly Dictionary<string, List<byte[]>> _kinds = new(StringComparer.Ordinal);
    private readonly List<(LinkType LinkType, byte[] Data)> _packets = [];

    /// <summary>Reads files; what is no capture is passed over.</summary>
    public TrafficSeeds(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            Read(file);
        }
    }

    /// <summary>Frames with their link types.</summary>
    public IReadOnlyList<(LinkType LinkType, byte[] Data)> Packets => _packets;

    /// <summary>Inputs of a kind: <c>v5</c>, <c>v9</c>, <c>ipfix</c>, <c>sflow</c>, <c>dns</c>, <c>snmp</c>, <c>syslog</c>, <c>smtp</c>, <c>pop3</c>, <c>imap</c>, <c>dns-tcp</c>, <c>wire</c>.</summary>
    public IReadOnlyList<byte[]> Of(string kind) => _kinds.GetValueOrDefault(kind) ?? [];

    private void Read(string file)
    {
        using CaptureReader reader = CaptureReader.Open(File.OpenRead(file));
        Dictionary<string, List<byte[]>> datagrams = new(StringComparer.Ordinal);
        Dictionary<(string Kind, ulong Ends), List<byte[]>> sessions = [];
        for (int count = 0; count < PacketsRead && reader.TryReadNext(out CapturedPacket packet); count++)
        {
            if (count < PacketsPerFile)
            {
                _packets.Add((packet.LinkType, packet.Data.ToArray()));
            }

            if (_parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers) != ParseStatus.Ok)
            {
                continue;
            }

            ulong ends = headers.Source.Hash(1) + headers.Destination.Hash(1) + headers.SourcePort + headers.DestinationPort;
            if (SessionOf(headers) is not null && FrameLinks.Join(packet.LinkType, packet.Data[..Math.Min(packet.Data.Length, LongestFrame)]) is byte[] frame)
            {
                AddFrame(sessions, ("wire", ends), frame, FramesOnWire);
            }

            if (headers.PayloadLength == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> payload = packet.Data.Slice(headers.PayloadOffset, headers.PayloadLength);
            if (headers.Protocol == (byte)IpProtocol.Udp && KindOf(headers, payload) is string kind)
            {
                Add(datagrams, kind, payload.ToArray(), DatagramsPerFile);
            }
            else if (headers.Protocol == (byte)IpProtocol.Tcp && SessionOf(headers) is (string session, bool fromServer))
            {
                AddFrame(sessions, (session, ends), session == "dns-tcp" ? payload.ToArray() : [(byte)(fromServer ? 1 : 0), .. payload], FramesPerSession);
            }
        }

        foreach ((string kind, List<byte[]> found) in datagrams)
        {
            // Exports make sense in order: data after its template.
            IEnumerable<byte[]> inputs = kind is "v1" or "v5" or "v7" or "v9" or "ipfix" or "syslog"
                ? found.Chunk(DatagramsPerInput).Select(static some => Frames.Join(some))
                : found;
            Kind(kind).AddRange(inputs);
        }

        foreach (((string kind, _), List<byte[]> frames) in sessions)
        {
            Kind(kind).Add(Frames.Join(frames));
        }
    }

    private static string? KindOf(in PacketHeaders headers, ReadOnlySpan<byte> payload)
    {
        if (headers.SourcePort == 53 || headers.DestinationPort == 53)
        {
            return "dns";
        }

        if (headers.DestinationPort is 161 or 162 || headers.SourcePort == 161)
        {
            return "snmp";
        }

        if (headers.DestinationPort == 514)
        {
            return "syslog";
        }

        if (payload.Length < 24)
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt16BigEndian(payload) switch
        {
            0 when BinaryPrimitives.ReadUInt32BigEndian(payload) == 5 => "sflow",
            1 => "v1",
            5 => "v5",
            7 => "v7",
            9 => "v9",
            10 => "ipfix",
            _ => null,
        };
    }

    private static (string Kind, bool FromServer)? SessionOf(in PacketHeaders headers)
    {
        int port = Math.Min(headers.SourcePort, headers.DestinationPort);
        bool fromServer = headers.SourcePort < headers.DestinationPort;
        return port switch
        {
            25 or 587 => ("smtp", fromServer),
            110 => ("pop3", fromServer),
            143 => ("imap", fromServer),
            53 => ("dns-tcp", fromServer),
            _ => null,
        };
    }

    private static void AddFrame(Dictionary<(string Kind, ulong Ends), List<byte[]>> sessions, (string Kind, ulong Ends) key, byte[] frame, int most)
    {
        if (sessions.ContainsKey(key) || sessions.Keys.Count(other => other.Kind == key.Kind) < SessionsPerFile)
        {
            Add(sessions, key, frame, most);
        }
    }

    private List<byte[]> Kind(string kind) =>
        _kinds.TryGetValue(kind, out List<byte[]>? inputs) ? inputs : _kinds[kind] = [];

    private static void Add<TKey>(Dictionary<TKey, List<byte[]>> lists, TKey key, byte[] item, int most)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<byte[]>? list))
        {
            lists[key] = list = [];
        }

        if (list.Count < most)
        {
            list.Add(item);
        }
    }
}
