using System.Globalization;
using System.Net;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>Asks nfdump for the counters of every source in a folder that nfcapd wrote.</summary>
internal static class NfdumpTable
{
    /// <summary>Counters by source.</summary>
    /// <param name="folder">Folder of nfcapd.</param>
    /// <param name="filter">Which flows count, in nfdump's language.</param>
    public static SortedDictionary<string, SourceCounters> Read(string folder, string filter = "any")
    {
        string csv = PeerProcess.Run("nfdump", "-R", folder, "-s", "srcip/flows", "-n", "0", "-o", "csv", filter);
        string[] lines = csv.Split('\n', StringSplitOptions.TrimEntries);
        string[] header = lines[0].Split(',');
        int source = Array.IndexOf(header, "val"), flows = Array.IndexOf(header, "fl");
        int packets = Array.IndexOf(header, "ipkt"), octets = Array.IndexOf(header, "ibyt");
        var table = new SortedDictionary<string, SourceCounters>(StringComparer.Ordinal);
        foreach (string[] row in lines.Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(',')))
        {
            table.Add(IPAddress.Parse(row[source]).ToString(), new(Number(row[flows]), Number(row[packets]), Number(row[octets])));
        }

        return table;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
