using System.Buffers.Text;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Logs;

/// <summary>Fields that several programs write in the same way.</summary>
internal static class LogFields
{
    /// <summary>Takes <c>name[address]</c>, also <c>[address]</c> and <c>name[address]:port</c>, off the front; false when there is none.</summary>
    public static bool TryTakeHost(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name, out IpAddress address, out int port)
    {
        name = default;
        address = default;
        port = 0;
        int open = text.IndexOf((byte)'[');
        if (open < 0)
        {
            return false;
        }

        int length = text[(open + 1)..].IndexOf((byte)']');
        if (length < 0)
        {
            return false;
        }

        name = text[..open].TrimEnd((byte)' ');
        IpAddressText.TryParse(text.Slice(open + 1, length), out address);
        text = text[(open + length + 2)..];
        if (text is [(byte)':', >= (byte)'0' and <= (byte)'9', ..])
        {
            text = text[1..];
            LogText.TryTakeNumber(ref text, out long number);
            port = (int)Math.Min(number, ushort.MaxValue);
        }

        return true;
    }

    /// <summary>The value of <c>name=value</c>: up to a comma, or a blank where fields are set apart by blanks; without angle brackets.</summary>
    /// <param name="text">Fields.</param>
    /// <param name="name">Name with the equals sign.</param>
    /// <param name="end">What ends a value without brackets.</param>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, byte end = (byte)',')
    {
        while (true)
        {
            int at = text.IndexOf(name);
            if (at < 0)
            {
                return default;
            }

            bool isField = at == 0 || text[at - 1] is (byte)' ' or (byte)',' or (byte)';' or (byte)'(';
            text = text[(at + name.Length)..];
            if (isField)
            {
                return Bare(text, end);
            }
        }
    }

    /// <summary>The value at the front, without angle brackets.</summary>
    public static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text, byte end)
    {
        if (text is [(byte)'<', ..])
        {
            int close = text.IndexOf((byte)'>');
            return close < 0 ? text[1..] : text[1..close];
        }

        int stop = text.IndexOf(end);
        return (stop < 0 ? text : text[..stop]).TrimEnd((byte)' ');
    }

    /// <summary>Seconds with a decimal fraction as milliseconds; -1 for anything else.</summary>
    public static long Milliseconds(ReadOnlySpan<byte> text)
    {
        if (!LogText.TryTakeNumber(ref text, out long seconds) || seconds > 1_000_000_000)
        {
            return -1;
        }

        return (seconds * 1_000) + LogText.TakeFraction(ref text);
    }

    /// <summary>A number at the front; the other one when there is none.</summary>
    public static long Number(ReadOnlySpan<byte> text, long otherwise = 0) => LogText.TryTakeNumber(ref text, out long number) ? number : otherwise;

    /// <summary>A score with sign and fraction; 0 when there is none.</summary>
    public static double Score(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out double score, out _) && double.IsFinite(score) ? score : 0;
}
