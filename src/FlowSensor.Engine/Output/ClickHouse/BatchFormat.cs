using System.Buffers.Binary;
using System.IO.Compression;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// A batch as octets in the spool, little endian: <c>u8 version 1</c>; for each section <c>u8 table, u32 octets, gzip of rows</c>;
/// <c>u8 0</c>; then three lists, <c>u32 count</c> and <c>u32</c> values each: closed hours, minutes, hours.
/// </summary>
internal static class BatchFormat
{
    private const byte Version = 1;

    /// <summary>Begins a batch.</summary>
    public static void Begin(MemoryStream target)
    {
        target.SetLength(0);
        target.WriteByte(Version);
    }

    /// <summary>Adds the rows of a table.</summary>
    public static void AddRows(MemoryStream target, ClickHouseTable table, ReadOnlySpan<byte> rows)
    {
        target.WriteByte((byte)table);
        long at = target.Position;
        Write(target, 0);
        using (GZipStream gzip = new(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(rows);
        }

        long end = target.Position;
        target.Position = at;
        Write(target, (uint)(end - at - sizeof(uint)));
        target.Position = end;
    }

    /// <summary>Ends a batch.</summary>
    public static void End(MemoryStream target, IReadOnlyCollection<uint> closedHours, IReadOnlyCollection<uint> minutes, IReadOnlyCollection<uint> hours)
    {
        target.WriteByte(0);
        foreach (IReadOnlyCollection<uint> list in (ReadOnlySpan<IReadOnlyCollection<uint>>)[closedHours, minutes, hours])
        {
            Write(target, (uint)list.Count);
            foreach (uint value in list)
            {
                Write(target, value);
            }
        }
    }

    /// <summary>Reads a batch; null when it is not one that this version can have written.</summary>
    public static BatchContent? Read(ReadOnlyMemory<byte> octets)
    {
        BatchContent batch = new();
        int at = 1;
        if (octets.Length < 2 || octets.Span[0] != Version)
        {
            return null;
        }

        while (at < octets.Length && octets.Span[at] != 0)
        {
            ClickHouseTable table = (ClickHouseTable)octets.Span[at++];
            if (!ClickHouseTables.Contains(table) || !TryRead(octets.Span, ref at, out uint length) || length > octets.Length - at)
            {
                return null;
            }

            batch.Sections.Add((table, octets.Slice(at, (int)length)));
            at += (int)length;
        }

        at++;
        return TryRead(octets.Span, ref at, batch.ClosedHours) && TryRead(octets.Span, ref at, batch.Minutes) && TryRead(octets.Span, ref at, batch.Hours) && at == octets.Length
            ? batch
            : null;
    }

    private static void Write(MemoryStream target, uint value)
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        target.Write(octets);
    }

    private static bool TryRead(ReadOnlySpan<byte> octets, ref int at, out uint value)
    {
        value = 0;
        if (at > octets.Length - sizeof(uint))
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt32LittleEndian(octets[at..]);
        at += sizeof(uint);
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> octets, ref int at, List<uint> values)
    {
        if (!TryRead(octets, ref at, out uint count) || count > (octets.Length - at) / sizeof(uint))
        {
            return false;
        }

        for (uint i = 0; i < count; i++)
        {
            TryRead(octets, ref at, out uint value);
            values.Add(value);
        }

        return true;
    }
}
