using System.Text;
using FlowSensor.Generator;

namespace FlowSensor.Scenarios.Talks;

/// <summary>Contents that nobody reads.</summary>
internal static class Fillers
{
    /// <summary>Lines of a message.</summary>
    public static byte[] Text { get; } = MakeText();

    /// <summary>What encrypted or compressed data look like.</summary>
    public static byte[] Opaque { get; } = MakeOpaque();

    private static byte[] MakeText()
    {
        StringBuilder text = new();
        for (int line = 0; text.Length < 2048; line++)
        {
            text.Append("Line ").Append(line).Append(" of a message that says what messages say, neither more nor less.\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] MakeOpaque()
    {
        byte[] octets = new byte[2048];
        SeededRandom random = new(77);
        for (int i = 0; i < octets.Length; i++)
        {
            octets[i] = (byte)random.Next();
        }

        return octets;
    }
}
