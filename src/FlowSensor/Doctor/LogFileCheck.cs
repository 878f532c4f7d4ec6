using FlowSensor.Engine.Configuration;

namespace FlowSensor.Doctor;

/// <summary>The log files that are followed.</summary>
internal static class LogFileCheck
{
    /// <summary>Looks at them.</summary>
    public static IEnumerable<Finding> Examine(IReadOnlyList<LogInputOptions> logs)
    {
        foreach (LogInputOptions log in logs)
        {
            string part = $"log {log.Path}";
            string? trouble = null;
            try
            {
                using FileStream file = new(log.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                trouble = failure is UnauthorizedAccessException ? "this user may not read it" : File.Exists(log.Path) ? failure.Message : "there is no such file";
            }

            yield return trouble is null
                ? Finding.Good(part, $"can be read; last written {File.GetLastWriteTimeUtc(log.Path!):yyyy-MM-dd HH:mm:ss} UTC")
                : Finding.Fault(part, trouble, "correct inputs.logs, or let the sensor's user read it (on Debian: group adm)");
        }
    }
}
