using Microsoft.Extensions.Logging.Console;

namespace FlowSensor.Hosting;

/// <summary>Logging to standard error, one entry a line.</summary>
internal static class PlainConsole
{
    /// <summary>Logs there.</summary>
    public static ILoggingBuilder AddPlainConsole(this ILoggingBuilder logging)
    {
        logging.AddConsole(static console =>
        {
            console.FormatterName = PlainConsoleFormatter.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        return logging.AddConsoleFormatter<PlainConsoleFormatter, ConsoleFormatterOptions>();
    }
}
