using System.Buffers.Binary;

namespace FlowSensor.Protocols.Dns;

/// <summary>
/// What is counted of one DNS message (RFC 1035 4, RFC 6891): header, first question, EDNS. Names are kept as a hash only.
/// </summary>
public struct DnsMessage
{
    private const int HeaderLength = 12;
    private const int RecordFixedLength = 10;
    private const ushort TypeOpt = 41;

    private readonly ushort _flags;

    private DnsMessage(ushort id, ushort flags, int wireLength)
    {
        Id = id;
        _flags = flags;
        WireLength = wireLength;
        ResponseCode = flags & 0xF;
    }

    /// <summary>The query identifier.</summary>
    public ushort Id { get; }

    /// <summary>Octets of the message on the wire, without the two length octets of TCP.</summary>
    public int WireLength { get; }

    /// <summary>The QR bit.</summary>
    public readonly bool IsResponse => (_flags & 0x8000) != 0;

    /// <summary>0 query, 1 inverse query, 2 status, 4 notify, 5 update (RFC 6895 2.2).</summary>
    public readonly int OpCode => (_flags >> 11) & 0xF;

    /// <summary>The TC bit: the answer did not fit.</summary>
    public readonly bool IsTruncated => (_flags & 0x0200) != 0;

    /// <summary>The RD bit.</summary>
    public readonly bool RecursionDesired => (_flags & 0x0100) != 0;

    /// <summary>The response code; with EDNS the twelve bits of RFC 6891 6.1.3.</summary>
    public int ResponseCode { get; private set; }

    /// <summary>Announced questions.</summary>
    public ushort Questions { get; private set; }

    /// <summary>Announced answer records.</summary>
    public ushort Answers { get; private set; }

    /// <summary>Announced authority records.</summary>
    public ushort Authorities { get; private set; }

    /// <summary>Announced additional records.</summary>
    public ushort Additionals { get; private set; }

    /// <summary>Type number of the first question; 0 without a question.</summary>
    public ushort QueryType { get; private set; }

    /// <summary>Class number of the first question.</summary>
    public ushort QueryClass { get; private set; }

    /// <summary>Hash of the first question's lower-cased name, for sketches of distinct names; 0 in a response.</summary>
    public ulong NameHash { get; private set; }

    /// <summary>Labels of the first question's name; 0 for the root.</summary>
    public int NameLabels { get; private set; }

    /// <summary>
    /// Entropy of the first question's name above its last two labels, bits an octet; 0 in a response, and where there are fewer than 20 octets of it.
    /// </summary>
    public float NameEntropy { get; private set; }

    /// <summary>True when an OPT record was found (RFC 6891 6.1).</summary>
    public bool HasEdns { get; private set; }

    /// <summary>The sender's UDP payload size in octets, from the OPT record's class field.</summary>
    public ushort EdnsPayloadSize { get; private set; }

    /// <summary>Whether a message is a response, as far as its first octets say.</summary>
    public static bool IsResponseHeader(ReadOnlySpan<byte> captured) => captured.Length > 2 && (captured[2] & 0x80) != 0;

    /// <summary>
    /// Reads one message. <paramref name="wireLength"/> is its length as sent, more than <paramref name="captured"/> when the
    /// capture cut it. On every status but <see cref="DnsReadStatus.TruncatedHeader"/> the header fields are set.
    /// </summary>
    public static DnsReadStatus TryRead(ReadOnlySpan<byte> captured, int wireLength, out DnsMessage message)
    {
        if (captured.Length < HeaderLength)
        {
            message = default;
            return DnsReadStatus.TruncatedHeader;
        }

        bool cut = captured.Length < wireLength;
        message = new DnsMessage(
            BinaryPrimitives.ReadUInt16BigEndian(captured), BinaryPrimitives.ReadUInt16BigEndian(captured[2..]), Math.Max(wireLength, captured.Length))
        {
            Questions = BinaryPrimitives.ReadUInt16BigEndian(captured[4..]),
            Answers = BinaryPrimitives.ReadUInt16BigEndian(captured[6..]),
            Authorities = BinaryPrimitives.ReadUInt16BigEndian(captured[8..]),
            Additionals = BinaryPrimitives.ReadUInt16BigEndian(captured[10..]),
        };

        int offset = HeaderLength;
        DnsReadStatus status = ReadQuestions(captured, ref offset, ref message);
        if (status == DnsReadStatus.Ok)
        {
            status = WalkRecords(captured, offset, ref message);
        }

        return status switch
        {
            DnsReadStatus.TruncatedRecord when cut => DnsReadStatus.Cut,
            DnsReadStatus.TruncatedQuestion when cut => DnsReadStatus.TruncatedHeader,
            _ => status,
        };
    }

    // QNAME, QTYPE (2), QCLASS (2): RFC 1035 4.1.2. Every question takes at least five octets, so the count ends with the message.
    private static DnsReadStatus ReadQuestions(ReadOnlySpan<byte> captured, ref int offset, ref DnsMessage message)
    {
        DnsReadStatus result = DnsReadStatus.Ok;
        for (int index = 0; index < message.Questions; index++)
        {
            int name = offset;
            DnsReadStatus status = DnsName.TryWalk(captured, ref offset, follow: index == 0, hashes: index == 0 && !message.IsResponse, out ulong hash, out int labels);
            bool isReadable = status is DnsReadStatus.Ok or DnsReadStatus.BadPointer;
            if (!isReadable || captured.Length - offset < 4)
            {
                // A pointer that leads nowhere still ends its name, and the type behind it counts, unless all is junk.
                if (result != DnsReadStatus.Ok)
                {
                    message.QueryType = 0;
                    message.QueryClass = 0;
                    message.NameHash = 0;
                    message.NameLabels = 0;
                }

                return isReadable || status == DnsReadStatus.TruncatedRecord ? DnsReadStatus.TruncatedQuestion : status;
            }

            result = result == DnsReadStatus.Ok ? status : result;

            if (index == 0)
            {
                message.QueryType = BinaryPrimitives.ReadUInt16BigEndian(captured[offset..]);
                message.QueryClass = BinaryPrimitives.ReadUInt16BigEndian(captured[(offset + 2)..]);
                message.NameHash = hash;
                message.NameLabels = labels;

                // Names of addresses are written with digits by everybody.
                message.NameEntropy = message.IsResponse || message.QueryType == DnsTypes.Ptr ? 0 : DnsNameEntropy.Of(captured, name, labels);
            }

            offset += 4;
        }

        return result;
    }

    // NAME, TYPE (2), CLASS (2), TTL (4), RDLENGTH (2), RDATA: RFC 1035 4.1.3. OPT reuses class and TTL: RFC 6891 6.1.2.
    private static DnsReadStatus WalkRecords(ReadOnlySpan<byte> captured, int offset, ref DnsMessage message)
    {
        int records = message.Answers + message.Authorities + message.Additionals;
        for (int index = 0; index < records; index++)
        {
            DnsReadStatus status = DnsName.TrySkip(captured, ref offset);
            if (status != DnsReadStatus.Ok)
            {
                return status;
            }

            if (captured.Length - offset < RecordFixedLength)
            {
                return DnsReadStatus.TruncatedRecord;
            }

            ReadOnlySpan<byte> record = captured[offset..];
            if (BinaryPrimitives.ReadUInt16BigEndian(record) == TypeOpt && !message.HasEdns)
            {
                message.HasEdns = true;
                message.EdnsPayloadSize = BinaryPrimitives.ReadUInt16BigEndian(record[2..]);
                message.ResponseCode = (record[4] << 4) | (message._flags & 0xF);
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(record[8..]);
            if (length > record.Length - RecordFixedLength)
            {
                return DnsReadStatus.TruncatedRecord;
            }

            offset += RecordFixedLength + length;
        }

        return DnsReadStatus.Ok;
    }
}
