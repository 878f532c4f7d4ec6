using System.CommandLine;
using FlowSensor.Fuzz.Coverage;

namespace FlowSensor.Fuzz;

/// <summary>Runs decoders and parsers with inputs made to break them.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (!InstrumentedCopy.IsRunning && !args.Contains("--no-coverage"))
        {
            return InstrumentedCopy.Run(args);
        }

        // Before anything that is instrumented: without a map it would write to nowhere.
        CoverageMap.Shared.Take(null);
        // A slice is let end, so that the summary is printed when the session is stopped.
        return new FuzzCommand().Parse(args).Invoke(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
    }
}
