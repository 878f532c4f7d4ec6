using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// A value for one column of a row that is written. It carries numbers and addresses as they are: a window of a large network is hundreds of thousands
/// of rows, and a box for each of their columns would cost more than SQLite itself.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct ColumnValue
{
    private ColumnValue(ColumnValueKind kind, ulong high = 0, ulong low = 0, object? content = null)
    {
        Kind = kind;
        High = high;
        Low = low;
        Content = content;
    }

    /// <summary>What it is; <see cref="ColumnValueKind.Null"/> of a value that nobody set.</summary>
    public ColumnValueKind Kind { get; }

    /// <summary>The integer.</summary>
    public long Integer => (long)Low;

    /// <summary>The real number.</summary>
    public double Real => BitConverter.UInt64BitsToDouble(Low);

    /// <summary>The text.</summary>
    public string Text => (string)Content!;

    /// <summary>The octets.</summary>
    public byte[] Octets => (byte[])Content!;

    /// <summary>The address.</summary>
    public IpAddress Address => new(High, Low);

    private ulong High { get; }

    private ulong Low { get; }

    private object? Content { get; }

    /// <summary>An integer.</summary>
    public static implicit operator ColumnValue(long value) => new(ColumnValueKind.Integer, low: (ulong)value);

    /// <summary>An integer.</summary>
    public static implicit operator ColumnValue(int value) => (long)value;

    /// <summary>A count; counts beyond what SQLite can hold are written as the largest that it can.</summary>
    public static implicit operator ColumnValue(ulong value) => (long)Math.Min(value, long.MaxValue);

    /// <summary>An integer, or null.</summary>
    public static implicit operator ColumnValue(long? value) => value is long number ? number : default(ColumnValue);

    /// <summary>One or zero.</summary>
    public static implicit operator ColumnValue(bool value) => value ? 1L : 0L;

    /// <summary>A real number.</summary>
    public static implicit operator ColumnValue(double value) => new(ColumnValueKind.Real, low: BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A real number, or null.</summary>
    public static implicit operator ColumnValue(double? value) => value is double number ? number : default(ColumnValue);

    /// <summary>A text, or null.</summary>
    public static implicit operator ColumnValue(string? value) => value is null ? default : new(ColumnValueKind.Text, content: value);

    /// <summary>Octets, or null.</summary>
    public static implicit operator ColumnValue(byte[]? value) => value is null ? default : new(ColumnValueKind.Octets, content: value);

    /// <summary>An address, four or sixteen octets.</summary>
    public static ColumnValue Of(IpAddress address) => new(ColumnValueKind.Address, address.High, address.Low);

    /// <summary>An address, or null for none.</summary>
    public static ColumnValue OfOrNull(IpAddress address) => address.IsNone ? default : Of(address);
}
