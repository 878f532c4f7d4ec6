using System.Buffers;
using System.Globalization;
using System.Text;

namespace FlowSensor.Protocols.Influx;

/// <summary>
/// Writes points in InfluxDB's line protocol: <c>measurement[,tag=value...] field=value[,field=value...] timestamp</c>, one a line. Names
/// and texts may hold anything: none can end its place in the line, let alone the line. Once its buffer has grown, nothing is allocated.
/// </summary>
/// <remarks>
/// https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/. What the protocol has no way to write, and what servers
/// read differently, gets a stand-in (see <see cref="LineText"/>).
/// </remarks>
public sealed class LineEncoder
{
    private const int MostDigits = 32;

    private byte[] _buffer = new byte[4096];
    private int _length;
    private int _line;
    private int _fields;

    /// <summary>The whole lines written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _line);

    /// <summary>How many lines those are.</summary>
    public int Lines { get; private set; }

    /// <summary>Octets of the line that was begun, so far.</summary>
    public ReadOnlySpan<byte> Begun => _buffer.AsSpan(_line, _length - _line);

    /// <summary>A name as it is read back from a line: with stand-ins, and cut off where it is too long. Names that are written alike give the same.</summary>
    public static string AsWritten(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        LineEncoder encoder = new();
        encoder.WriteText(name, LineText.Key);
        return Encoding.UTF8.GetString(encoder.Begun)
            .Replace("\\,", ",", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal).Replace("\\ ", " ", StringComparison.Ordinal);
    }

    /// <summary>Forgets everything written.</summary>
    public void Clear()
    {
        _length = 0;
        _line = 0;
        Lines = 0;
    }

    /// <summary>Begins a line; one that was not ended is forgotten.</summary>
    /// <param name="measurement">Name of the measurement; not empty.</param>
    public void Begin(ReadOnlySpan<char> measurement)
    {
        _length = _line;
        _fields = 0;
        WriteText(measurement, LineText.Measurement);
    }

    /// <summary>Begins a line with a measurement and tags that were written before, as <see cref="Begun"/> gave them.</summary>
    /// <param name="series">The octets.</param>
    public void BeginSeries(ReadOnlySpan<byte> series)
    {
        _length = _line;
        _fields = 0;
        Reserve(series.Length);
        series.CopyTo(_buffer.AsSpan(_length));
        _length += series.Length;
    }

    /// <summary>Adds a tag; an empty value, which the protocol does not have, is left out. All tags come before the first field.</summary>
    public void Tag(ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        if (!value.IsEmpty)
        {
            Write((byte)',');
            WriteText(key, LineText.Key);
            Write((byte)'=');
            WriteText(value, LineText.Key);
        }
    }

    /// <summary>Adds a tag whose value is octets from elsewhere, UTF-8 or not.</summary>
    public void Tag(ReadOnlySpan<char> key, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            Write((byte)',');
            WriteText(key, LineText.Key);
            Write((byte)'=');
            WriteText(value, LineText.Key);
        }
    }

    /// <summary>Adds an integer.</summary>
    public void Field(ReadOnlySpan<char> key, long value)
    {
        BeginField(key);
        Reserve(MostDigits);
        value.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
        _length += written;
        Write((byte)'i');
    }

    /// <summary>Adds an integer; the protocol's are signed, so what is over 2^63 - 1 is written as that.</summary>
    public void Field(ReadOnlySpan<char> key, ulong value) => Field(key, (long)Math.Min(value, long.MaxValue));

    /// <summary>Adds a number; what is none, or infinite, is left out.</summary>
    public void Field(ReadOnlySpan<char> key, double value)
    {
        if (double.IsFinite(value))
        {
            BeginField(key);
            Reserve(MostDigits);
            value.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
            _length += written;
        }
    }

    /// <summary>Adds a text.</summary>
    public void Field(ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        BeginField(key);
        Write((byte)'"');
        WriteText(value, LineText.Quoted);
        Write((byte)'"');
    }

    /// <summary>Adds a text of octets from elsewhere, UTF-8 or not.</summary>
    public void Field(ReadOnlySpan<char> key, ReadOnlySpan<byte> value)
    {
        BeginField(key);
        Write((byte)'"');
        WriteText(value, LineText.Quoted);
        Write((byte)'"');
    }

    /// <summary>Ends the line.</summary>
    /// <param name="time">The timestamp, in the precision that the lines will be sent with.</param>
    /// <returns>False when the line has no field: it is then forgotten, because the protocol has no such lines.</returns>
    public bool End(long time)
    {
        if (_fields == 0)
        {
            _length = _line;
            return false;
        }

        Write((byte)' ');
        Reserve(MostDigits);
        time.TryFormat(_buffer.AsSpan(_length), out int written, default, CultureInfo.InvariantCulture);
        _length += written;
        Write((byte)'\n');
        _line = _length;
        _fields = 0;
        Lines++;
        return true;
    }

    private void BeginField(ReadOnlySpan<char> key)
    {
        Write(_fields++ == 0 ? (byte)' ' : (byte)',');
        WriteText(key, LineText.FieldKey);
        Write((byte)'=');
    }

    private void WriteText(ReadOnlySpan<char> text, LineText rules)
    {
        int start = _length;
        while (!text.IsEmpty)
        {
            // A surrogate without its other half gives the replacement character.
            Rune.DecodeFromUtf16(text, out Rune rune, out int consumed);
            text = text[consumed..];
            if (!TryWrite(rune, start, text.IsEmpty ? default(int?) : text[0], rules))
            {
                return;
            }
        }
    }

    private void WriteText(ReadOnlySpan<byte> text, LineText rules)
    {
        int start = _length;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out Rune rune, out int consumed) != OperationStatus.Done)
            {
                rune = Rune.ReplacementChar;
            }

            text = text[consumed..];
            if (!TryWrite(rune, start, text.IsEmpty ? default(int?) : text[0], rules))
            {
                return;
            }
        }
    }

    // False when the text has reached its greatest length.
    private bool TryWrite(Rune rune, int start, int? next, LineText rules)
    {
        Reserve(8);
        rune = rules.StandIn(rune, next, isFirst: _length == start);
        bool escaped = rules.Escapes(rune);
        if (_length - start + rune.Utf8SequenceLength + (escaped ? 1 : 0) > LineText.MostOctets)
        {
            // A backslash that stood before what is cut off would now escape what comes next.
            if (_length > start && _buffer[_length - 1] == (byte)'\\' && rules != LineText.Quoted)
            {
                _buffer[_length - 1] = (byte)'/';
            }

            return false;
        }

        if (escaped)
        {
            _buffer[_length++] = (byte)'\\';
        }

        _length += rune.EncodeToUtf8(_buffer.AsSpan(_length));
        return true;
    }

    private void Write(byte octet)
    {
        Reserve(1);
        _buffer[_length++] = octet;
    }

    private void Reserve(int octets)
    {
        if (_buffer.Length - _length < octets)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + octets));
        }
    }
}
