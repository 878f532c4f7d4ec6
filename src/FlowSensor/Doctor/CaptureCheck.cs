using System.Globalization;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Doctor;

/// <summary>The interfaces to capture on, and whether this user may.</summary>
internal static class CaptureCheck
{
    // capabilities(7): the number of CAP_NET_RAW.
    private const int NetRaw = 13;

    /// <summary>Looks at them.</summary>
    /// <param name="captures">The interfaces that are configured.</param>
    /// <param name="isRunning">Whether a sensor runs; the rights of this command then say nothing of it.</param>
    public static IEnumerable<Finding> Examine(IReadOnlyList<CaptureInputOptions> captures, bool isRunning)
    {
        foreach (CaptureInputOptions capture in captures)
        {
            string part = $"capture {capture.Interface}";
            string folder = Path.Combine("/sys/class/net", Path.GetFileName(capture.Interface ?? ""));
            string there = string.Join(", ", Directory.Exists("/sys/class/net") ? Directory.GetFileSystemEntries("/sys/class/net").Select(Path.GetFileName).Order() : []);
            if (capture.Interface != "any" && !Directory.Exists(folder))
            {
                yield return Finding.Fault(part, "there is no such interface", $"there are {there}; set inputs.capture");
            }
            else if (capture.Interface != "any" && ReadWord(folder, "operstate") == "down")
            {
                yield return Finding.Fault(part, "the interface is down", $"ip link set {capture.Interface} up");
            }
            else
            {
                string dropped = ReadWord(Path.Combine(folder, "statistics"), "rx_dropped");
                yield return dropped is "" or "0"
                    ? Finding.Good(part, "the interface is up")
                    : Finding.Hint(part, $"the interface is up; it has dropped {dropped} packets since it came up", "look at 'ethtool -S' for why; a larger ring helps against bursts");
            }
        }

        if (captures.Count > 0 && !isRunning && !MayCapture())
        {
            yield return Finding.Fault(
                "capture", "this user may not open raw sockets", "run the sensor as a service with AmbientCapabilities=CAP_NET_RAW, or 'setcap cap_net_raw=ep' on the program");
        }
    }

    private static bool MayCapture()
    {
        string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("CapEff:", StringComparison.Ordinal)) : null;
        return line is null || !ulong.TryParse(line["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong set) || (set & (1UL << NetRaw)) != 0;
    }

    private static string ReadWord(string folder, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, name)).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
