using System.Text.Json;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>Reads the sensor's JSON answers.</summary>
internal static class SensorTable
{
    /// <summary>Replays capture files and gives the whole document.</summary>
    /// <param name="folder">Working folder.</param>
    /// <param name="arguments">Files and options behind <c>replay</c>.</param>
    public static JsonElement Replay(TemporaryFolder folder, params string[] arguments)
    {
        using PeerProcess sensor = PeerProcess.StartSensor(folder.Path, ["replay", .. arguments, "--json"]);
        return JsonElement.Parse(sensor.Complete());
    }

    /// <summary>Counters by source, of an array of sources of the service <c>all</c>.</summary>
    /// <param name="sources">The array.</param>
    public static SortedDictionary<string, SourceCounters> Sources(JsonElement sources)
    {
        var table = new SortedDictionary<string, SourceCounters>(StringComparer.Ordinal);
        foreach (JsonElement row in sources.EnumerateArray().Where(row => row.GetProperty("service").GetString() == "all"))
        {
            string source = row.GetProperty("source").GetString()!;
            table[source] = table.GetValueOrDefault(source).Plus(Counters(row));
        }

        return table;
    }

    /// <summary>The counters of an object.</summary>
    /// <param name="row">Object with flows, packets and octets.</param>
    public static SourceCounters Counters(JsonElement row) =>
        new(Number(row, "flows"), Number(row, "packets"), Number(row, "octets"));

    /// <summary>A whole number of an object.</summary>
    /// <param name="row">The object.</param>
    /// <param name="name">Name of the number.</param>
    public static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}
