namespace FlowSensor.Protocols.Logs;

/// <summary>The forms of time in front of a log line.</summary>
internal enum LogStampKind : byte
{
    None,

    /// <summary><c>Nov 21 09:22:17</c> (RFC 3164 4.1.2), also with a fraction.</summary>
    Bsd,

    /// <summary><c>2026-11-21T09:22:17.123Z</c> (RFC 3339), also without a zone.</summary>
    Iso,

    /// <summary><c>2026-11-21 09:22:17</c>, as exim and rspamd write it.</summary>
    IsoWithSpace,

    /// <summary><c>18-Nov-2026 10:00:00.123</c>, BIND.</summary>
    Bind,

    /// <summary><c>Sat Nov 21 09:22:17 2026</c>, the C library's, as ClamAV and spamd write it.</summary>
    CTime,

    /// <summary><c>[1700000000]</c>, unbound.</summary>
    Epoch,

    /// <summary><c>@4000000065537c8a1c7b2f34</c> (TAI64N), multilog.</summary>
    Tai64N,
}
