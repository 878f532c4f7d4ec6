using System.Buffers.Binary;
using System.Text;
using FlowSensor.Generator.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.IntegrationTests.Dashboard.Hostile;

/// <summary>Packets in which every name that a stranger chooses is markup or a control sequence: DNS questions and answers, HELO, mailboxes, replies of servers.</summary>
internal sealed class HostileCapture : IDisposable
{
    /// <summary>Queries of <see cref="Client"/>.</summary>
    public const int Queries = 400;

    /// <summary>SMTP sessions of <see cref="Client"/>.</summary>
    public const int Sessions = 40;

    /// <summary>Who asks and sends.</summary>
    public const string Client = "10.0.0.9";

    /// <summary>Start of the capture: 22 November 2026, 10:00 UTC.</summary>
    public const long Begin = 1_795_341_600;

    private const uint ClientAddress = 0x0A00_0009, ResolverAddress = 0xC000_0235, ServerAddress = 0xC000_0219;
    private const byte Fin = 0x11, Syn = 0x02, SynAck = 0x12, Ack = 0x10, Push = 0x18;
    private const ushort Pointer = 12, Text = 16;

    private readonly CaptureWriter _writer;
    private readonly FrameBuilder _frames = new();
    private readonly byte[] _message = new byte[512];

    private HostileCapture(string path) => _writer = new CaptureWriter(File.Create(path), LinkType.Ethernet);

    /// <summary>Names that are on the wire.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "<script>alert('dns')</script>", "\"><img src=x onerror=alert('dns')>", "\u001b]0;dns\u0007\u001b[31m", "<script>alert('helo')</script>", "<img src=x onerror=alert('from')>",
        "<script>alert('reply')</script>", "<svg onload=alert('text')>",
    ];

    /// <summary>Writes the capture.</summary>
    public static void Write(string path)
    {
        using HostileCapture capture = new(path);
        for (int i = 0; i < Queries; i++)
        {
            capture.AddQuery(i);
        }

        for (int i = 0; i < Sessions; i++)
        {
            capture.AddSession(i);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void AddQuery(int number)
    {
        long time = (Begin + (number / 4)) * 1_000_000_000;
        Ends ends = new(ClientAddress, (ushort)(20_000 + number), ResolverAddress, 53);
        int length = Question(number, isResponse: false);
        _writer.Write(time, _frames.Udp(ends, _message.AsSpan(0, length)));
        length = Question(number, isResponse: true);
        _writer.Write(time + 1_000_000, _frames.Udp(ends.Back, _message.AsSpan(0, Answer(length, number))));
    }

    private int Question(int number, bool isResponse)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_message, (ushort)number);
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(2), (ushort)(isResponse ? 0x8180 : 0x0100));
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(6), (ushort)(isResponse ? 1 : 0));
        BinaryPrimitives.WriteUInt32BigEndian(_message.AsSpan(8), 0);
        int length = 12;
        length += Label(length, Names[number % 3]);
        length += Label(length, "example");
        _message[length++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(length), number % 2 == 0 ? Pointer : Text);
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(length + 2), 1);
        return length + 4;
    }

    // PTR and TXT: the two whose data is what the owner of a zone likes to write.
    private int Answer(int length, int number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(length), 0xC00C);
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(length + 2), number % 2 == 0 ? Pointer : Text);
        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(length + 4), 1);
        BinaryPrimitives.WriteUInt32BigEndian(_message.AsSpan(length + 6), 60);
        int data = Label(length + 12, Names[6]);
        if (number % 2 == 0)
        {
            _message[length + 12 + data++] = 0;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_message.AsSpan(length + 10), (ushort)data);
        return length + 12 + data;
    }

    private int Label(int at, string label)
    {
        _message[at] = (byte)label.Length;
        return 1 + Encoding.ASCII.GetBytes(label, _message.AsSpan(at + 1));
    }

    private void AddSession(int number)
    {
        TcpTalk talk = new()
        {
            Ends = new Ends(ClientAddress, (ushort)(30_000 + number), ServerAddress, 25),
            Script =
            [
                new(true, Syn, []), new(false, SynAck, []), new(true, Ack, []),
                Say(false, $"220 {Names[5]} ESMTP"),
                Say(true, $"EHLO {Names[3]}"),
                Say(false, $"250 {Names[5]} {Names[2]}"),
                Say(true, $"MAIL FROM:<{Names[4]}@example.com>"),
                Say(false, "250 2.1.0 Ok"),
                Say(true, $"RCPT TO:<{Names[4]}@example.net>"),
                Say(false, $"550 5.1.1 <{Names[4]}@example.net>: Recipient address rejected: User unknown in {Names[5]}"),
                Say(true, "QUIT"),
                Say(false, $"221 {Names[5]}"),
                new(true, Fin, []), new(false, Fin, []), new(true, Ack, []),
            ],
            ClientNext = 1_000,
            ServerNext = 2_000,
        };
        long time = (Begin + 120 + number) * 1_000_000_000;
        while (!talk.IsOver)
        {
            _writer.Write(time, talk.Next(_frames));
            time += 1_000_000;
        }
    }

    private static TalkStep Say(bool fromClient, string line) => new(fromClient, Push, Encoding.ASCII.GetBytes(line + "\r\n"));
}
