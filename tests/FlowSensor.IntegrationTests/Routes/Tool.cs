using System.Diagnostics;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));

    internal static (int Status, string Output, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] += ":/usr/sbin:/sbin";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!Task.WhenAll(errors, output, process.WaitForExitAsync()).Wait(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    internal static string MustRun(string program, params string[] arguments)
    {
        (int status, string output, string errors) = Run(program, arguments);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
        return output;
    }
}
