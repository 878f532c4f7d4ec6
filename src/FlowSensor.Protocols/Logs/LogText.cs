using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Logs;

/// <summary>Primitives of log text.</summary>
public static class LogText
{
    /// <summary>Takes the next word off the front; words are separated by one or more spaces.</summary>
    public static ReadOnlySpan<byte> TakeWord(scoped ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        int end = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return word;
    }

    /// <summary>Takes text off the front; false when something else is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTake(scoped ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected)
    {
        if (!text.StartsWith(expected))
        {
            return false;
        }

        text = text[expected.Length..];
        return true;
    }

    /// <summary>Takes everything up to a mark, and the mark, off the front; false when the mark is not there.</summary>
    public static bool TryTakeUntil(scoped ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark, out ReadOnlySpan<byte> before)
    {
        int end = text.IndexOf(mark);
        if (end < 0)
        {
            before = default;
            return false;
        }

        before = text[..end];
        text = text[(end + mark.Length)..];
        return true;
    }

    /// <summary>Takes decimal digits off the front; false when there are none, or the number is too large.</summary>
    public static bool TryTakeNumber(scoped ref ReadOnlySpan<byte> text, out long number)
    {
        if (text is [] or [< (byte)'0' or > (byte)'9', ..] || !Utf8Parser.TryParse(text, out number, out int used))
        {
            number = 0;
            return false;
        }

        text = text[used..];
        return true;
    }

    /// <summary>Two digits as a number, -1 for anything else. A space may stand for the first, as in <c>Nov  3</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TwoDigits(byte tens, byte units)
    {
        uint high = tens == ' ' ? 0u : (uint)(tens - '0');
        uint low = (uint)(units - '0');
        return high <= 9 && low <= 9 ? (int)((high * 10) + low) : -1;
    }

    /// <summary>A number of one to three digits after a point as thousandths, with more digits cut off; takes them off the front.</summary>
    public static int TakeFraction(scoped ref ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'.' or (byte)',', >= (byte)'0' and <= (byte)'9', ..])
        {
            return 0;
        }

        int thousandths = 0;
        int scale = 100;
        int index = 1;
        for (; index < text.Length && text[index] is >= (byte)'0' and <= (byte)'9'; index++)
        {
            thousandths += (text[index] - '0') * scale;
            scale /= 10;
        }

        text = text[index..];
        return thousandths;
    }
}
