using System.Diagnostics;
using System.Text;

namespace FlowSensor.IntegrationTests.Commands;

/// <summary>Runs the built program as a process of its own.</summary>
internal static class Sensor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command to its end.</summary>
    public static SensorResult Run(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        return End(process);
    }

    /// <summary>Runs a command to its end with a text on its standard input.</summary>
    public static SensorResult RunWithInput(string folder, string input, params string[] arguments)
    {
        using Process process = Start(folder, input, arguments);
        return End(process);
    }

    /// <summary>Starts a command.</summary>
    public static Process Start(string folder, params string[] arguments) => Start(folder, null, arguments);

    /// <summary>Waits for a command's end.</summary>
    public static SensorResult End(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!Task.WhenAll(output, error, process.WaitForExitAsync()).Wait(Patience))
        {
            process.Kill();
            throw new TimeoutException($"The command did not end in time; it said: {(error.Wait(TimeSpan.FromSeconds(5)) ? error.Result : "")}");
        }

        return new SensorResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Reads what a command says until all of some words have been there, or it has ended.</summary>
    /// <returns>All that it said.</returns>
    public static string ReadUntil(Process process, params string[] words)
    {
        HashSet<string> missing = [.. words];
        StringBuilder said = new();
        using CancellationTokenSource patience = new(Patience);
        try
        {
            while (missing.Count > 0 && process.StandardError.ReadLineAsync(patience.Token).AsTask().GetAwaiter().GetResult() is string line)
            {
                said.AppendLine(line);
                missing.RemoveWhere(text => line.Contains(text, StringComparison.Ordinal));
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"The command does not say '{string.Join("', '", missing)}': {said}");
        }

        return said.ToString();
    }

    private static Process Start(string folder, string? input, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "flowsensor.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        if (input is not null)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }

        return process;
    }
}
