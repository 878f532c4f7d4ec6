using System.Text;
using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>The file of <see cref="RecentPoints"/>: written aside and moved, with a checksum in front, so that it is there whole or not at all.</summary>
internal static class RecentPointsFile
{
    private const int Format = 1;

    /// <summary>Writes the file anew.</summary>
    public static bool TryWrite(string path, RecentPoints recent, NameGuards names)
    {
        using MemoryStream content = new();
        using BinaryWriter writer = new(content, Encoding.UTF8);
        writer.Write(0U);
        writer.Write(Format);
        foreach (NameGuard guard in names.All)
        {
            writer.Write(guard.Admitted.Count);
            foreach (string name in guard.Admitted)
            {
                writer.Write(name);
            }
        }

        writer.Write(recent.Points.Count);
        foreach ((long time, SeriesKey series, long[] values) in recent.Points.Points())
        {
            WriteRow(writer, time, series, values);
        }

        List<(long Time, SeriesKey List, RankedRow Row)> rows = [.. recent.Lists.Rows()];
        writer.Write(rows.Count);
        foreach ((long time, SeriesKey list, RankedRow row) in rows)
        {
            WriteRow(writer, time, list, row.Values);
            writer.Write(row.Address);
            writer.Write(row.NextHop);
        }

        writer.Flush();
        Span<byte> octets = content.GetBuffer().AsSpan(0, (int)content.Length);
        BitConverter.TryWriteBytes(octets, SpoolChecksum.Of(octets[sizeof(uint)..]));
        try
        {
            File.WriteAllBytes(path + ".new", octets);
            File.Move(path + ".new", path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads the file; what belongs to measurements that changed since is passed over.</summary>
    public static bool TryRead(string path, RecentPoints recent, NameGuards names)
    {
        try
        {
            byte[] octets = File.ReadAllBytes(path);
            if (octets.Length < sizeof(uint) || BitConverter.ToUInt32(octets) != SpoolChecksum.Of(octets.AsSpan(sizeof(uint))))
            {
                return false;
            }

            using BinaryReader reader = new(new MemoryStream(octets, sizeof(uint), octets.Length - sizeof(uint)), Encoding.UTF8);
            if (reader.ReadInt32() != Format)
            {
                return false;
            }

            foreach (NameGuard guard in names.All)
            {
                for (int left = reader.ReadInt32(); left > 0; left--)
                {
                    guard.Admit(reader.ReadString());
                }
            }

            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                if (ReadRow(reader) is (SeriesKey series, long time, long[] values))
                {
                    recent.Points.Add(series, time, values);
                }
            }

            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                (SeriesKey? series, long time, long[] values) = ReadRow(reader);
                RankedRow row = new(reader.ReadString(), values, reader.ReadString());
                if (series is SeriesKey list)
                {
                    recent.Lists.Add(list, time, row);
                }
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }

    private static void WriteRow(BinaryWriter writer, long time, in SeriesKey series, long[] values)
    {
        writer.Write(time);
        writer.Write(series.Layout.Name);
        for (int tag = 0; tag < 4; tag++)
        {
            writer.Write(series.Tag(tag));
        }

        writer.Write(values.Length);
        foreach (long value in values)
        {
            writer.Write(value);
        }
    }

    private static (SeriesKey? Series, long Time, long[] Values) ReadRow(BinaryReader reader)
    {
        long time = reader.ReadInt64();
        string name = reader.ReadString();
        string[] tags = [reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString()];
        long[] values = new long[reader.ReadInt32()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadInt64();
        }

        return Measurements.All.TryGetValue(name, out MeasurementLayout? layout) && layout.Fields.Count == values.Length
            ? (new SeriesKey(layout, tags[0], tags[1], tags[2], tags[3]), time, values)
            : (null, time, values);
    }
}
