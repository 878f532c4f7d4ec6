using System.Buffers.Binary;

namespace FlowSensor.Protocols.Logs;

/// <summary>Reads BIND's stamps, <c>18-Nov-2026 10:00:00.123</c>; the caller has seen their punctuation.</summary>
internal sealed class BindStampReader(LogClock clock)
{
    private ulong _key;
    private ulong _keyEnd;
    private byte _keyLast;
    private long _minute = LogHeader.UnknownTime;

    /// <summary>Takes a stamp and one space behind it off the front.</summary>
    public LogStampKind Take(scoped ref ReadOnlySpan<byte> text, out long timeMs)
    {
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ulong keyEnd = BinaryPrimitives.ReadUInt64LittleEndian(text[8..]);
        if (key != _key || keyEnd != _keyEnd || text[16] != _keyLast)
        {
            _key = key;
            _keyEnd = keyEnd;
            _keyLast = text[16];
            _minute = ReadMinute(text);
        }

        int seconds = StampText.SecondsOf(text[18..]);
        text = text[20..];
        timeMs = StampText.Sum(_minute, seconds, LogText.TakeFraction(ref text));
        StampText.DropSpace(ref text);
        return LogStampKind.Bind;
    }

    private long ReadMinute(ReadOnlySpan<byte> text)
    {
        int month = StampText.MonthOf(text[3..]);
        int century = LogText.TwoDigits(text[7], text[8]);
        int year = LogText.TwoDigits(text[9], text[10]);
        int day = LogText.TwoDigits(text[0], text[1]);
        int minute = StampText.MinuteOf(text[12..]);
        return month == 0 || century < 0 || year < 0 || minute < 0
            ? LogHeader.UnknownTime
            : clock.FromDate((century * 100) + year, month, day, minute);
    }
}
