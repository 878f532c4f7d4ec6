using System.Text.Json;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Routes.Sources;

/// <summary>Routes from what <c>ip -j route</c> (or <c>ip -j -6 route</c>) printed. Devices become interfaces numbered from 1.</summary>
public sealed class IpRouteJsonSource(string router, string file, int maximumRows) : IRouteSource
{
    /// <inheritdoc/>
    public string Router => router;

    /// <inheritdoc/>
    public async Task<RoutePoll> PollAsync(CancellationToken cancellation)
    {
        try
        {
            return Read(await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return RoutePoll.Failed(SnmpFailure.BadFile, $"{file}: {error.Message}");
        }
    }

    internal RoutePoll Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? Read(document.RootElement)
                : RoutePoll.Failed(SnmpFailure.BadFile, $"{file}: an array of routes is wanted, as 'ip -j route' prints it");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return RoutePoll.Failed(SnmpFailure.BadFile, $"{file}: {error.Message}");
        }
    }

    private RoutePoll Read(JsonElement entries)
    {
        // "default" does not say its family; the other destinations do.
        bool ipv6 = entries.EnumerateArray().Any(entry => Text(entry, "dst").Contains(':', StringComparison.Ordinal));
        var routes = new List<Route>();
        var devices = new Dictionary<string, int>();
        int badRows = 0;
        foreach (JsonElement entry in entries.EnumerateArray())
        {
            string destination = Text(entry, "dst");
            if (!RouteText.TryReadPrefix(destination, "", ipv6 && !Gateway(entry).IsIPv4, out IpPrefix prefix))
            {
                badRows++;
                continue;
            }

            JsonElement[] ways = entry.TryGetProperty("nexthops", out JsonElement list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray()]
                : [entry];
            foreach (JsonElement way in ways)
            {
                string device = Text(way, "dev");
                if (device.Length > 0 && !devices.ContainsKey(device))
                {
                    devices.Add(device, devices.Count + 1);
                }

                IpAddress nextHop = Gateway(way);
                RouteKind kind = RouteText.Kind(Text(entry, "type"));
                routes.Add(new Route(
                    prefix,
                    nextHop,
                    devices.GetValueOrDefault(device),
                    kind == RouteKind.Remote && nextHop.IsNone ? RouteKind.Local : kind,
                    RouteText.Protocol(Text(entry, "protocol")),
                    -1,
                    entry.TryGetProperty("metric", out JsonElement metric) && metric.TryGetInt32(out int value) ? value : 0));
            }

            if (routes.Count > maximumRows)
            {
                return RoutePoll.Failed(SnmpFailure.TooManyRows, $"{file} has more than {maximumRows} routes");
            }
        }

        return routes.Count == 0 && badRows > 0
            ? RoutePoll.Failed(SnmpFailure.BadFile, $"{file}: none of {badRows} entries has a 'dst' that is a network")
            : new RoutePoll
            {
                Routes = routes,
                BadRows = badRows,
                Table = file,
                Interfaces = devices.ToDictionary(pair => pair.Value, pair => new InterfaceName(pair.Key, "", 0)),
            };
    }

    private static IpAddress Gateway(JsonElement way)
    {
        string text = Text(way, "gateway");
        if (text.Length == 0 && way.ValueKind == JsonValueKind.Object && way.TryGetProperty("via", out JsonElement via))
        {
            text = Text(via, "host");
        }

        return IpAddress.TryParse(text, out IpAddress address) ? address : default;
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
