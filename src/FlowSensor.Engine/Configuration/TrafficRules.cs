using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Configuration;

/// <summary>
/// What the section <c>traffic</c> must keep to. The rules stand here and not on its options class, because the
/// accounting knows nothing of files and units.
/// </summary>
internal static class TrafficRules
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    /// <summary>Names of the built-in services, which the operator cannot define anew.</summary>
    private static readonly string[] BuiltIn = ["smtp", "submission", "dns", "pop3", "imap", "www", "icmp", "syn", "all"];

    /// <summary>Every rule that is broken, with the path of the setting.</summary>
    public static IEnumerable<ValidationResult> Check(TrafficOptions traffic)
    {
        // The hour must be a whole number of windows, so that an hour never cuts a window.
        if (traffic.Window < TimeSpan.FromSeconds(1) || traffic.Window > LongestWindow || LongestWindow.Ticks % traffic.Window.Ticks != 0)
        {
            yield return Broken(nameof(traffic.Window), "must be from 1s to 1h and divide an hour evenly, such as 10s, 60s, 5m or 10m");
        }

        if (traffic.Lateness < TimeSpan.Zero || traffic.Lateness > LongestWindow)
        {
            yield return Broken(nameof(traffic.Lateness), "must be from 0s to 1h");
        }

        foreach ((string name, int value, int least, int most) in new[]
        {
            (nameof(traffic.MaxOpenWindows), traffic.MaxOpenWindows, 1, 1_000),
            (nameof(traffic.MaxSources), traffic.MaxSources, 1, 100_000_000),
            (nameof(traffic.MaxPairs), traffic.MaxPairs, 0, 100_000_000),
            (nameof(traffic.MaxRollingKeys), traffic.MaxRollingKeys, 0, 100_000_000),
            (nameof(traffic.MaxTotals), traffic.MaxTotals, 1, 10_000_000),
            (nameof(traffic.TopSources), traffic.TopSources, 0, 10_000_000),
            (nameof(traffic.KeepOverFlows), traffic.KeepOverFlows, 0, int.MaxValue),
            (nameof(traffic.MaxKeptSources), traffic.MaxKeptSources, 0, 10_000_000),
        })
        {
            if (value < least || value > most)
            {
                yield return Broken(name, string.Create(CultureInfo.InvariantCulture, $"must be from {least} to {most}"));
            }
        }

        if (traffic.Bands.Count is 0 or > 64 || traffic.Bands[0] < 1 || traffic.Bands.Zip(traffic.Bands.Skip(1)).Any(static pair => pair.Second <= pair.First))
        {
            yield return Broken(nameof(traffic.Bands), "must be 1 to 64 numbers, each greater than the one before");
        }

        foreach (ValidationResult broken in traffic.Services.SelectMany(static service => CheckService(service.Key, service.Value)))
        {
            yield return broken;
        }

        foreach ((string setting, ISet<string> names) in new[] { (nameof(traffic.PairServices), traffic.PairServices), (nameof(traffic.RollingServices), traffic.RollingServices) })
        {
            foreach (string name in names.Where(name => !BuiltIn.Contains(name) && !traffic.Services.ContainsKey(name)))
            {
                yield return Broken(setting, $"there is no service '{name}'");
            }
        }
    }

    private static IEnumerable<ValidationResult> CheckService(string name, TrafficServiceOptions service)
    {
        string path = $"{nameof(TrafficOptions.Services)}.{name}";
        if (BuiltIn.Contains(name))
        {
            yield return Broken(path, "this service is built in; give yours another name");
        }
        else if (name.Length is 0 or > 32 || name.Any(static letter => !(char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_')))
        {
            yield return Broken(path, "the name must be 1 to 32 lower-case letters, digits, dashes or underscores");
        }

        bool named = service.Protocol is "tcp" or "udp" or "tcp+udp";
        if (!named && !byte.TryParse(service.Protocol, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            yield return Broken($"{path}.{nameof(service.Protocol)}", $"'{service.Protocol}' is not tcp, udp, tcp+udp or a protocol number");
        }
        else if (named != service.Ports.Count > 0)
        {
            yield return Broken($"{path}.{nameof(service.Ports)}", named ? "at least one port is wanted" : "a service by protocol number takes no ports");
        }

        if (service.Ports.Any(static port => port is < 1 or > 65535))
        {
            yield return Broken($"{path}.{nameof(service.Ports)}", "a port must be from 1 to 65535");
        }
    }

    private static ValidationResult Broken(string setting, string message) => new(message, [$"{nameof(SensorOptions.Traffic)}.{setting}"]);
}
