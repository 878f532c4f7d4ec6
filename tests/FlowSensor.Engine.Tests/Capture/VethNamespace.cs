using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FlowSensor.Engine.Tests.Capture;

/// <summary>A network namespace of its own with a veth pair, a0 and b0, up and without addresses of ours; deleted at the end.</summary>
internal sealed class VethNamespace : IDisposable
{
    private const int CloneNewNet = 0x4000_0000;

    private readonly string _name = $"fs-test-{Environment.ProcessId}-{Guid.NewGuid():N}"[..24];

    public VethNamespace()
    {
        Run("ip", "netns", "add", _name);

        // Interfaces with IPv6 announce themselves when they come up, and that would count as seen.
        RunInside("sh", "-c", "for kind in all default; do file=/proc/sys/net/ipv6/conf/$kind/disable_ipv6; [ ! -e $file ] || echo 1 > $file; done");
        RunInside("ip", "link", "add", "a0", "type", "veth", "peer", "name", "b0");
        RunInside("ip", "link", "set", "a0", "up");
        RunInside("ip", "link", "set", "b0", "up");
    }

    public void RunInside(string program, params string[] arguments) => Run("ip", ["netns", "exec", _name, program, .. arguments]);

    /// <summary>Runs an action on a thread that lives in the namespace.</summary>
    public void Enter(Action action)
    {
        ExceptionDispatchInfo? thrown = null;
        Thread thread = new(() =>
        {
            try
            {
                using SafeFileHandle file = File.OpenHandle($"/run/netns/{_name}");
                Assert.Equal(0, SetNamespace((int)file.DangerousGetHandle(), CloneNewNet));
                action();
            }
            catch (Exception exception)
            {
                thrown = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }

    public void Dispose() => Run("ip", "netns", "delete", _name);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}{output.Result}");
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(int descriptor, int kind);
}
