using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Logs;

/// <summary>
/// Reads the time in front of a line and takes it off. The minute read last is remembered, so that a line costs a comparison and its
/// seconds; dates and zones are computed once a minute of log.
/// </summary>
internal sealed class LogStampReader(LogClock clock)
{
    // multilog counts TAI from 2^62 with ten seconds between TAI and Unix time, as its documentation has it.
    private const ulong TaiEpoch = (1UL << 62) + 10;

    private readonly IsoStampReader _iso = new(clock);
    private readonly BindStampReader _bind = new(clock);
    private ulong _bsdKey;
    private uint _bsdKeyEnd;
    private long _bsdMinute;

    /// <summary>Takes the stamp and one space behind it off the front.</summary>
    /// <param name="text">The line; unchanged when it begins with no stamp.</param>
    /// <param name="timeMs">Unix milliseconds; <see cref="LogHeader.UnknownTime"/> when the stamp names no possible time.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LogStampKind Take(scoped ref ReadOnlySpan<byte> text, out long timeMs)
    {
        if (text.Length >= 16 && (uint)((text[0] | 0x20) - 'a') <= 'z' - 'a')
        {
            return TakeMonth(ref text, out timeMs);
        }

        return TakeOther(ref text, out timeMs);
    }

    // Mmm dd hh:mm:ss in its fixed places; everything else of this family is rare.
    private LogStampKind TakeMonth(scoped ref ReadOnlySpan<byte> text, out long timeMs)
    {
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(text);
        uint keyEnd = BinaryPrimitives.ReadUInt32LittleEndian(text[8..]);
        if (key == _bsdKey && keyEnd == _bsdKeyEnd && text[12] == ':' && text[15] == ' ')
        {
            timeMs = StampText.Sum(_bsdMinute, StampText.SecondsOf(text[13..]), 0);
            text = text[16..];
            return LogStampKind.Bsd;
        }

        if (StampText.MonthOf(text) != 0 && text[3] == ' ' && text[6] == ' ' && text[9] == ':' && text[12] == ':')
        {
            _bsdKey = key;
            _bsdKeyEnd = keyEnd;
            _bsdMinute = FromMonth(StampText.MonthOf(text), LogText.TwoDigits(text[4], text[5]), StampText.MinuteOf(text[7..]));
        }

        return TakeMonthSlowly(ref text, out timeMs);
    }

    // Mmm d hh:mm:ss, a fraction, and the C library's form: Www Mmm dd hh:mm:ss yyyy.
    private LogStampKind TakeMonthSlowly(scoped ref ReadOnlySpan<byte> text, out long timeMs)
    {
        ReadOnlySpan<byte> rest = text;
        timeMs = LogHeader.UnknownTime;
        ReadOnlySpan<byte> word = LogText.TakeWord(ref rest);
        bool hasWeekday = word.Length == 3 && StampText.MonthOf(word) == 0;
        if (hasWeekday)
        {
            word = LogText.TakeWord(ref rest);
        }

        int month = word.Length == 3 ? StampText.MonthOf(word) : 0;
        rest = rest.TrimStart((byte)' ');
        if (month == 0 || !LogText.TryTakeNumber(ref rest, out long day) || day > 31 || rest is not [(byte)' ', ..] || !StampText.IsClock(rest[1..]))
        {
            return LogStampKind.None;
        }

        rest = rest[1..];
        int minute = StampText.MinuteOf(rest);
        int seconds = StampText.SecondsOf(rest[6..]);
        rest = rest[8..];
        int thousandths = LogText.TakeFraction(ref rest);
        if (hasWeekday)
        {
            StampText.DropSpace(ref rest);
            if (!LogText.TryTakeNumber(ref rest, out long year))
            {
                return LogStampKind.None;
            }

            timeMs = minute < 0 ? LogHeader.UnknownTime : StampText.Sum(clock.FromDate((int)Math.Min(year, 10_000), month, (int)day, minute), seconds, thousandths);
        }
        else
        {
            timeMs = StampText.Sum(FromMonth(month, (int)day, minute), seconds, thousandths);
        }

        StampText.DropSpace(ref rest);
        text = rest;
        return hasWeekday ? LogStampKind.CTime : LogStampKind.Bsd;
    }

    private LogStampKind TakeOther(scoped ref ReadOnlySpan<byte> text, out long timeMs)
    {
        timeMs = LogHeader.UnknownTime;
        if (text.Length >= 19 && text[4] == '-' && text[7] == '-' && text[10] is (byte)'T' or (byte)' ' or (byte)'t' && text[13] == ':' && text[16] == ':')
        {
            return _iso.Take(ref text, out timeMs);
        }

        if (text.Length >= 20 && text[2] == '-' && text[6] == '-' && text[11] == ' ' && StampText.IsClock(text[12..]))
        {
            return _bind.Take(ref text, out timeMs);
        }

        return text switch
        {
            [(byte)'[', ..] => TakeEpoch(ref text, out timeMs),
            [(byte)'@', (byte)'4', ..] => TakeTai(ref text, out timeMs),
            _ => LogStampKind.None,
        };
    }

    private static LogStampKind TakeEpoch(scoped ref ReadOnlySpan<byte> text, out long timeMs)
    {
        ReadOnlySpan<byte> rest = text[1..];
        timeMs = LogHeader.UnknownTime;
        if (!LogText.TryTakeNumber(ref rest, out long seconds) || seconds is < 100_000_000 or > 250_000_000_000)
        {
            return LogStampKind.None;
        }

        int thousandths = LogText.TakeFraction(ref rest);
        if (rest is not [(byte)']', ..])
        {
            return LogStampKind.None;
        }

        timeMs = (seconds * 1_000) + thousandths;
        rest = rest[1..];
        StampText.DropSpace(ref rest);
        text = rest;
        return LogStampKind.Epoch;
    }

    private static LogStampKind TakeTai(scoped ref ReadOnlySpan<byte> text, out long timeMs)
    {
        timeMs = LogHeader.UnknownTime;
        if (text.Length < 25 || !TryHex(text.Slice(1, 16), out ulong seconds) || !TryHex(text.Slice(17, 8), out ulong nanoseconds)
            || seconds < TaiEpoch || seconds - TaiEpoch > 250_000_000_000)
        {
            return LogStampKind.None;
        }

        timeMs = ((long)(seconds - TaiEpoch) * 1_000) + (long)Math.Min(nanoseconds / 1_000_000, 999);
        text = text[25..];
        StampText.DropSpace(ref text);
        return LogStampKind.Tai64N;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out ulong value) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out value, out int used, 'x') && used == text.Length;

    private long FromMonth(int month, int day, int minute) => minute < 0 ? LogHeader.UnknownTime : clock.FromMonth(month, day, minute);
}
