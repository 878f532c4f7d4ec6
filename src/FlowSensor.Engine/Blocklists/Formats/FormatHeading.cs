using System.Globalization;

namespace FlowSensor.Engine.Blocklists.Formats;

/// <summary>What stands at the head of a list and beside its entries, in each format's own comment sign.</summary>
internal static class FormatHeading
{
    /// <summary>Writes two lines: what made the list and when.</summary>
    public static void Write(TextWriter output, Blocklist list, string sign)
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{sign} Made by flowsensor at {Time(list.Made)}: {list.Entries.Count} entries.\n"));
        output.Write($"{sign} Each entry says why and until when; the next list lifts what has ended.\n");
    }

    /// <summary>Reason and end of an entry.</summary>
    public static string CommentOf(BlockEntry entry) => $"until {Time(entry.Expires)}, {entry.Reason}";

    /// <summary>A time as all formats write it: no character in it means anything to them.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whole seconds from the list's making to an entry's end, at least one.</summary>
    public static long SecondsLeft(BlockEntry entry, Blocklist list) => Math.Max(1, (long)(entry.Expires - list.Made).TotalSeconds);

    /// <summary>Address of a host, or network with its length.</summary>
    public static string Short(BlockEntry entry) => entry.IsHost ? entry.Network.Address.ToString() : entry.Network.ToString();
}
