using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>A real program beside the test: its output is kept, and it never outlives the test.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private PeerProcess(string name, string path, IEnumerable<string> arguments, string? folder)
    {
        _name = name;
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C";
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>Standard error so far.</summary>
    public string Errors => Text(_errors);

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>Memory the program has now, in octets, by the kernel.</summary>
    public long ResidentOctets => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>Whether the program has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a peer by its name.</summary>
    /// <param name="name">Executable, looked up as the fact attributes do.</param>
    /// <param name="arguments">Arguments.</param>
    public static PeerProcess Start(string name, params string[] arguments) => new(
        name, PeerCatalog.Find(name) ?? throw new FileNotFoundException($"{name} is not installed."), arguments, null);

    /// <summary>Starts the sensor that this test project was built with.</summary>
    /// <param name="folder">Working folder.</param>
    /// <param name="arguments">Arguments.</param>
    public static PeerProcess StartSensor(string folder, params string[] arguments) => new(
        "flowsensor", "dotnet", [Path.Combine(AppContext.BaseDirectory, "flowsensor.dll"), .. arguments], folder);

    /// <summary>Runs a peer to its end and gives its standard output.</summary>
    /// <param name="name">Executable.</param>
    /// <param name="arguments">Arguments.</param>
    public static string Run(string name, params string[] arguments)
    {
        using PeerProcess peer = Start(name, arguments);
        return peer.Complete();
    }

    /// <summary>Waits for a good end and gives standard output.</summary>
    public string Complete()
    {
        int status = WaitForExit();
        Assert.True(status == 0, $"{_name} ended with {status}: {Errors}{Output}");
        return Output;
    }

    /// <summary>Waits for the end and gives the exit status.</summary>
    public int WaitForExit()
    {
        // This also waits for the output's end, which something that the program left running may hold open.
        if (!_process.WaitForExitAsync().Wait(TimeSpan.FromMinutes(1)))
        {
            throw new TimeoutException($"{_name} did not end: {Errors}{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Sends SIGTERM, waits, and gives the exit status.</summary>
    public int Stop()
    {
        Signal("TERM");
        return WaitForExit();
    }

    /// <summary>Sends a signal, if the program still runs.</summary>
    /// <param name="name">Its name, without SIG.</param>
    public void Signal(string name)
    {
        if (!_process.HasExited)
        {
            string id = _process.Id.ToString(CultureInfo.InvariantCulture);
            using Process kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {id}"]);
            kill.WaitForExit();
        }
    }

    /// <summary>Waits until something holds, and fails with the program's output when it ends or takes too long.</summary>
    /// <param name="holds">The condition.</param>
    public void WaitUntil(Func<bool> holds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.False(_process.HasExited, $"{_name} ended early: {Errors}{Output}");
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1), $"{_name} was not ready: {Errors}{Output}");
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(true);
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }

        _process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
