using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Protocols.Dns;

namespace FlowSensor.Fuzz.Targets;

/// <summary>DNS: one message, or the segments of a session over TCP.</summary>
/// <param name="overTcp">True for segments.</param>
internal sealed class DnsTarget(bool overTcp) : FuzzTarget
{
    // A query, and an answer with a pointer and an OPT record.
    private const string Query = "1234" + "01000001000000000000" + "03777777076578616D706C6503636F6D00" + "00010001";
    private const string Answer = "1234" + "81800001000100000001" + "03777777076578616D706C6503636F6D00" + "00010001"
        + "C00C000100010000003C0004C0000201" + "00002910000000000B" + "000A00074142434445464" + "7";

    /// <inheritdoc/>
    public override string Name => overTcp ? "dns-tcp" : "dns";

    /// <inheritdoc/>
    public override string Description => overTcp ? "DnsTcpFrames and DnsMessage, segments" : "DnsMessage, one message";

    /// <inheritdoc/>
    public override InputForm Form => overTcp ? InputForm.Frames : InputForm.Octets;

    /// <inheritdoc/>
    public override int LongestInput => overTcp ? 4_000 : 1_200;

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        [0xC0, 0x0C], [0xC0, 0x00], [0xFF, 0xFF], [0xC0, 0x0D, 0xC0, 0x0C], [63, .. new byte[63]], [64], [0x80], [0x40], [0], [1, (byte)'a'], [0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 1], [0, 28, 0, 1], [0, 255, 0, 255], [0, 15], [0, 16], [0, 12], [0x81, 0x80], [0x85, 0x83], [0, 1, 0, 1, 0, 0, 0, 0],
    ];

    /// <inheritdoc/>
    public override long MostAllocated(int length) => overTcp ? DnsTcpFrames.GatherLimit + 256 : 0;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds(SeedFiles files) => overTcp
        ? [.. files.Traffic.Of(Name), Frames.Join([0, 33, .. Convert.FromHexString(Query)], [0, 33], Convert.FromHexString(Query)[..20], Convert.FromHexString(Query)[20..])]
        : [.. files.Traffic.Of(Name), Convert.FromHexString(Query), Convert.FromHexString(Answer)];

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<byte> input, ref Observation seen)
    {
        if (!overTcp)
        {
            Read(input, input.Length, ref seen);
            Read(input, input.Length + 1, ref seen);
            return;
        }

        DnsTcpFrames messages = new();
        Frames frames = new(input);
        while (frames.TryNext(out ReadOnlySpan<byte> segment))
        {
            if (segment.IsEmpty)
            {
                messages.Reset();
            }

            while (messages.TryNext(ref segment, out ReadOnlySpan<byte> message, out int wireLength))
            {
                Read(message, wireLength, ref seen);
            }

            if (!segment.IsEmpty)
            {
                throw new PropertyException("a segment was not taken to its end");
            }
        }

        seen.Count(messages.Missing);
    }

    private static void Read(ReadOnlySpan<byte> captured, int wireLength, ref Observation seen)
    {
        seen.Status((int)DnsMessage.TryRead(captured, wireLength, out DnsMessage message));
        seen.Status((message.IsResponse ? 1 : 0) | (message.HasEdns ? 2 : 0));
        seen.Count(message.NameLabels);
        seen.Add((long)message.NameHash);
        seen.Add(message.QueryType | (message.ResponseCode << 16));
        seen.Add(message.Questions + message.Answers + message.Authorities + message.Additionals);
        seen.Add(message.EdnsPayloadSize);
        if (message.NameLabels > 127 || message.ResponseCode > 0xFFF)
        {
            throw new PropertyException("a name or code that no message can have");
        }
    }
}
