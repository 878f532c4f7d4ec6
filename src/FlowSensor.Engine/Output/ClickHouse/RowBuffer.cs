using FlowSensor.Protocols.ClickHouse;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>Rows of one table while a batch of spans fills; grows as needed and keeps its memory.</summary>
internal sealed class RowBuffer
{
    private byte[] _octets = new byte[4_096];
    private int _written;

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>The rows.</summary>
    public ReadOnlySpan<byte> Content => _octets.AsSpan(0, _written);

    /// <summary>Begins a row.</summary>
    /// <param name="room">Octets that it takes at most.</param>
    public RowBinaryWriter Begin(int room)
    {
        if (_octets.Length - _written < room)
        {
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _written + room));
        }

        return new RowBinaryWriter(_octets.AsSpan(_written));
    }

    /// <summary>Ends the row that was begun.</summary>
    public void End(in RowBinaryWriter row)
    {
        _written += row.Written;
        Rows++;
    }

    /// <summary>Forgets the rows.</summary>
    public void Clear()
    {
        _written = 0;
        Rows = 0;
    }
}
