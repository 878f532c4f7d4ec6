using FlowSensor.Engine.Blocklists;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.IntegrationTests.Blocklists;

/// <summary>A list with what formats stumble over: IPv6, networks, and reasons made of whatever a rule or an institution may be called.</summary>
internal static class SampleList
{
    /// <summary>The list.</summary>
    public static Blocklist Of(params ReadOnlySpan<string> networks)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        List<BlockEntry> entries = [];
        foreach (string text in networks)
        {
            Assert.True(IpPrefix.TryParse(text, out IpPrefix network));
            entries.Add(new BlockEntry(network, ReasonText.Of("smtp_sender \"; } $(id) %s\nadd 0.0.0.0/0, 'x' \\ `y` #z | incident 20261126T1000-0123456789"), now.AddHours(6), ["20261126T1000-0123456789"]));
        }

        return new Blocklist(now, entries, new Dictionary<BlockRefusal, int>());
    }

    /// <summary>Writes the list in a format to a file.</summary>
    public static string Write(string path, string format, Blocklist list, params IReadOnlyList<BlockEntry> gone)
    {
        using StreamWriter writer = new(path);
        BlocklistFormats.Write(format, writer, list, gone);
        return path;
    }
}
