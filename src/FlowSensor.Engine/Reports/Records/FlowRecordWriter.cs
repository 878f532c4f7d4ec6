using System.Buffers;
using System.Globalization;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Reports.Records;

/// <summary>Writes one line for each flow record. Lines are collected and written in large blocks; dispose to write the rest.</summary>
/// <param name="destination">Where lines go; left open.</param>
public abstract class FlowRecordWriter(Stream destination) : IFlowSink, IDisposable
{
    private const int BlockSize = 1 << 16;

    // The first and last instants that have a four-digit year.
    private const long EarliestTime = -62_135_596_800_000;
    private const long LatestTime = 253_402_300_799_999;

    /// <summary>Lines not written yet.</summary>
    protected ArrayBufferWriter<byte> Buffer { get; } = new(BlockSize + 4096);

    /// <inheritdoc/>
    public void OnFlow(ref FlowRecord record)
    {
        WriteLine(in record);
        if (Buffer.WrittenCount >= BlockSize)
        {
            Flush();
        }
    }

    /// <summary>Writes what was collected.</summary>
    public void Flush()
    {
        destination.Write(Buffer.WrittenSpan);
        Buffer.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Appends the line of one record to <see cref="Buffer"/>.</summary>
    protected abstract void WriteLine(in FlowRecord record);

    /// <summary>Releases what a form of line holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Formats an address; IPv4 without allocation.</summary>
    /// <param name="address">The address.</param>
    /// <param name="text">Room for at least 65 octets.</param>
    /// <returns>Octets written.</returns>
    protected static int Format(IpAddress address, Span<byte> text)
    {
        int written;
        if (!address.IsIPv4)
        {
            _ = address.ToIPAddress().TryFormat(text, out written);
            return written;
        }

        int length = 0;
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            _ = ((address.IPv4 >> shift) & 0xFF).TryFormat(text[length..], out written, default, CultureInfo.InvariantCulture);
            length += written;
            if (shift > 0)
            {
                text[length++] = (byte)'.';
            }
        }

        return length;
    }

    /// <summary>Formats an instant as RFC 3339 with milliseconds.</summary>
    /// <param name="unixMilliseconds">The instant.</param>
    /// <param name="text">Room for at least 24 octets.</param>
    /// <returns>Octets written; 0 when an exporter sent a time that no calendar has.</returns>
    protected static int FormatTime(long unixMilliseconds, Span<byte> text)
    {
        if (unixMilliseconds is < EarliestTime or > LatestTime)
        {
            return 0;
        }

        DateTime time = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime;
        return time.TryFormat(text, out int written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ? written : 0;
    }

    /// <summary>Formats a MAC address as pairs of hexadecimal digits with colons.</summary>
    /// <param name="mac">The first octet in bits 47-40.</param>
    /// <param name="text">Room for at least 17 octets.</param>
    /// <returns>Octets written.</returns>
    protected static int FormatMac(ulong mac, Span<byte> text)
    {
        int length = 0;
        for (int shift = 40; shift >= 0; shift -= 8)
        {
            _ = ((byte)(mac >> shift)).TryFormat(text[length..], out int written, "x2", CultureInfo.InvariantCulture);
            length += written;
            if (shift > 0)
            {
                text[length++] = (byte)':';
            }
        }

        return length;
    }
}
