namespace FlowSensor.Protocols.Logs;

/// <summary>Pieces that stamps have in common.</summary>
internal static class StampText
{
    public static int MonthOf(ReadOnlySpan<byte> text) => ((text[0] | 0x20) << 16 | (text[1] | 0x20) << 8 | (text[2] | 0x20)) switch
    {
        ('j' << 16) | ('a' << 8) | 'n' => 1,
        ('f' << 16) | ('e' << 8) | 'b' => 2,
        ('m' << 16) | ('a' << 8) | 'r' => 3,
        ('a' << 16) | ('p' << 8) | 'r' => 4,
        ('m' << 16) | ('a' << 8) | 'y' => 5,
        ('j' << 16) | ('u' << 8) | 'n' => 6,
        ('j' << 16) | ('u' << 8) | 'l' => 7,
        ('a' << 16) | ('u' << 8) | 'g' => 8,
        ('s' << 16) | ('e' << 8) | 'p' => 9,
        ('o' << 16) | ('c' << 8) | 't' => 10,
        ('n' << 16) | ('o' << 8) | 'v' => 11,
        ('d' << 16) | ('e' << 8) | 'c' => 12,
        _ => 0,
    };

    public static bool IsClock(ReadOnlySpan<byte> text) => text.Length >= 8 && text[2] == ':' && text[5] == ':';

    // A leap second counts as the last one before it.
    public static int SecondsOf(ReadOnlySpan<byte> twoDigits)
    {
        int seconds = LogText.TwoDigits(twoDigits[0], twoDigits[1]);
        return seconds is >= 0 and <= 60 ? Math.Min(seconds, 59) : -1;
    }

    public static int MinuteOf(ReadOnlySpan<byte> clock)
    {
        int hours = LogText.TwoDigits(clock[0], clock[1]);
        int minutes = LogText.TwoDigits(clock[3], clock[4]);
        return hours is >= 0 and < 24 && minutes is >= 0 and < 60 ? (hours * 60) + minutes : -1;
    }

    public static void DropSpace(scoped ref ReadOnlySpan<byte> text)
    {
        if (text is [(byte)' ', ..])
        {
            text = text[1..];
        }
    }

    public static long Sum(long minute, int seconds, int thousandths) =>
        minute == LogHeader.UnknownTime || seconds < 0 ? LogHeader.UnknownTime : minute + (seconds * 1_000) + thousandths;
}
