using System.Buffers.Binary;
using System.Text;
using FlowSensor.Generator;

namespace FlowSensor.Scenarios.Talks;

/// <summary>DNS messages (RFC 1035) with an OPT record (RFC 6891).</summary>
internal static class DnsMessages
{
    /// <summary>Types that are asked for.</summary>
    public const ushort A = 1, Ptr = 12, Mx = 15, Txt = 16, Aaaa = 28, Any = 255, Null = 10;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A query.</summary>
    /// <param name="kind">Kind of name.</param>
    /// <param name="number">Number of the name.</param>
    /// <param name="type">Type asked for.</param>
    public static byte[] Query(DnsName kind, ulong number, ushort type)
    {
        string name = Name(kind, number);
        byte[] message = new byte[12 + name.Length + 2 + 4 + 11];
        WriteHeader(message, number, 0x0100, 0, 0);
        WriteOption(message, WriteQuestion(message, name, type));
        return message;
    }

    /// <summary>The answer to a query of the same name.</summary>
    /// <param name="kind">Kind of name.</param>
    /// <param name="number">Number of the name.</param>
    /// <param name="type">Type asked for.</param>
    /// <param name="exists">False for NXDOMAIN, with the zone's SOA (RFC 2308 2.1).</param>
    /// <param name="dataLength">Octets of the answer's data.</param>
    public static byte[] Answer(DnsName kind, ulong number, ushort type, bool exists, int dataLength)
    {
        string name = Name(kind, number);
        int length = exists ? dataLength : 60;
        byte[] message = new byte[12 + name.Length + 2 + 4 + 12 + length + 11];
        WriteHeader(message, number, exists ? 0x8180 : 0x8183, exists ? 1 : 0, exists ? 0 : 1);
        int at = WriteQuestion(message, name, type);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at), 0xC00C);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at + 2), exists ? type : (ushort)6);
        message[at + 5] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(at + 6), 300);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at + 10), (ushort)length);
        WriteOption(message, at + 12 + length);
        return message;
    }

    private static string Name(DnsName kind, ulong number) => kind switch
    {
        DnsName.Site => $"www{number % 7}.site{number}.example.com",
        DnsName.Mail => $"dom{number}.example.org",
        DnsName.Reverse => $"{number & 0xFF}.{(number >> 8) & 0xFF}.{(number >> 16) & 0xFF}.{(number >> 24) & 0xFF}.in-addr.arpa",
        DnsName.Generated => $"{Jumble(number, 8 + (int)(number % 9))}.example.net",
        _ => $"{Jumble(number, 40 + (int)(number % 20))}.{Jumble(number + 1, 30 + (int)(number % 25))}.t.example.info",
    };

    private static string Jumble(ulong number, int length) => string.Create(length, number, static (letters, seed) =>
    {
        SeededRandom random = new(seed);
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = Letters[(int)random.Below((uint)Letters.Length)];
        }
    });

    private static void WriteHeader(byte[] message, ulong number, int flags, int answers, int authority)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)SeededRandom.Mix(number));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)flags);
        message[5] = 1;
        message[7] = (byte)answers;
        message[9] = (byte)authority;
        message[11] = 1;
    }

    private static int WriteQuestion(byte[] message, string name, ushort type)
    {
        int at = 12;
        foreach (Range part in name.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> label = name.AsSpan(part);
            message[at] = (byte)label.Length;
            at += 1 + Encoding.ASCII.GetBytes(label, message.AsSpan(at + 1));
        }

        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at + 1), type);
        message[at + 4] = 1;
        return at + 5;
    }

    private static void WriteOption(byte[] message, int at)
    {
        ReadOnlySpan<byte> option = [0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0];
        option.CopyTo(message.AsSpan(at));
    }
}
