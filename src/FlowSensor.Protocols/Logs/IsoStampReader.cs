using System.Buffers.Binary;

namespace FlowSensor.Protocols.Logs;

/// <summary>Reads RFC 3339 stamps, with <c>T</c> or a space, with or without zone; the caller has seen their punctuation.</summary>
internal sealed class IsoStampReader(LogClock clock)
{
    private ulong _isoKey;
    private ulong _isoKeyEnd;
    private long _isoDay = LogHeader.UnknownTime;
    private int _isoMinute;
    private long _localKey = -1;
    private long _localMinute;

    /// <summary>Takes a stamp and one space behind it off the front.</summary>
    public LogStampKind Take(scoped ref ReadOnlySpan<byte> text, out long timeMs)
    {
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(text);
        ulong keyEnd = BinaryPrimitives.ReadUInt64LittleEndian(text[8..]);
        if (key != _isoKey || keyEnd != _isoKeyEnd)
        {
            _isoKey = key;
            _isoKeyEnd = keyEnd;
            ReadIsoMinute(text);
        }

        LogStampKind kind = text[10] == ' ' ? LogStampKind.IsoWithSpace : LogStampKind.Iso;
        int seconds = StampText.SecondsOf(text[17..]);
        text = text[19..];
        int thousandths = LogText.TakeFraction(ref text);
        bool hasZone = TryTakeZone(ref text, kind, out int offset);
        long minute = _isoDay == LogHeader.UnknownTime || _isoMinute < 0 ? LogHeader.UnknownTime
            : hasZone ? (_isoDay * 86_400_000) + ((_isoMinute - offset) * 60_000L)
            : LocalMinute();
        timeMs = StampText.Sum(minute, seconds, thousandths);
        StampText.DropSpace(ref text);
        return kind;
    }

    private void ReadIsoMinute(ReadOnlySpan<byte> text)
    {
        int century = LogText.TwoDigits(text[0], text[1]);
        int year = LogText.TwoDigits(text[2], text[3]);
        int month = LogText.TwoDigits(text[5], text[6]);
        int day = LogText.TwoDigits(text[8], text[9]);
        _isoDay = century < 0 || year < 0 ? LogHeader.UnknownTime : LogClock.DaysSinceEpoch((century * 100) + year, month, day);
        _isoMinute = StampText.MinuteOf(text[11..]);
    }

    private long LocalMinute()
    {
        long key = (_isoDay * 1_440) + _isoMinute;
        if (key != _localKey)
        {
            _localKey = key;
            DateTime date = DateTime.UnixEpoch.AddDays(_isoDay);
            _localMinute = clock.FromDate(date.Year, date.Month, date.Day, _isoMinute);
        }

        return _localMinute;
    }

    // Z, +hh:mm, +hhmm, or exim's " +hhmm"; minutes east of UTC.
    private static bool TryTakeZone(scoped ref ReadOnlySpan<byte> text, LogStampKind kind, out int offset)
    {
        offset = 0;
        if (text is [(byte)'Z' or (byte)'z', ..])
        {
            text = text[1..];
            return true;
        }

        ReadOnlySpan<byte> zone = kind == LogStampKind.IsoWithSpace && text is [(byte)' ', ..] ? text[1..] : text;
        if (zone.Length < 5 || zone[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        int places = zone[3] == ':' ? 4 : 3;
        if (zone.Length < places + 2)
        {
            return false;
        }

        int hours = LogText.TwoDigits(zone[1], zone[2]);
        int minutes = LogText.TwoDigits(zone[places], zone[places + 1]);
        if (hours is < 0 or > 23 || minutes is < 0 or > 59)
        {
            return false;
        }

        offset = ((hours * 60) + minutes) * (zone[0] == '-' ? -1 : 1);
        text = zone[(places + 2)..];
        return true;
    }
}
