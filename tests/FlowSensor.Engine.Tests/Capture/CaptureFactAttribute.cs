using FlowSensor.Capture.Pcap;

namespace FlowSensor.Engine.Tests.Capture;

/// <summary>A test that needs libpcap; with <see cref="Namespace"/> also root, network namespaces and tcpreplay. Skipped with the reason where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaptureFactAttribute : FactAttribute
{
    public CaptureFactAttribute(bool needsNamespace = false)
    {
        Namespace = needsNamespace;
        if (!PcapLibrary.IsAvailable(out string? reason))
        {
            Skip = reason;
        }
        else if (needsNamespace && !Environment.IsPrivilegedProcess)
        {
            Skip = "Needs root to make a network namespace.";
        }
        else if (needsNamespace && (Missing("ip") ?? Missing("tcpreplay")) is { } program)
        {
            Skip = $"Needs the program {program} (packages iproute2, tcpreplay).";
        }
    }

    public bool Namespace { get; }

    private static string? Missing(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program))) ? null : program;
}
