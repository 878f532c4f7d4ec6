using System.Globalization;
using System.Runtime.InteropServices;

namespace FlowSensor.IntegrationTests.Routes;

/// <summary>A network namespace of its own, with a pair of interfaces and as many routes as wanted.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    internal NetworkNamespace(string name)
    {
        Name = name;
        Tool.MustRun("ip", "netns", "add", name);
        Batch("link set lo up\nlink add veth0 type veth peer name veth1\naddr add 192.0.2.1/24 dev veth0\n"
            + "addr add 2001:db8::1/64 dev veth0 nodad\nlink set veth0 up\nlink set veth1 up\n");
    }

    internal static bool IsAvailable => Environment.UserName == "root" && Tool.Exists("ip");

    internal string Name { get; }

    internal void Batch(string commands)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, commands);
        Tool.MustRun("ip", "-n", Name, "-batch", file);
        File.Delete(file);
    }

    /// <summary>Adds IPv4 /24 routes from 198.18.0.0 on, and IPv6 /48 routes.</summary>
    internal void AddRoutes(int ipv4, int ipv6)
    {
        var batch = new System.Text.StringBuilder();
        for (int i = 0; i < ipv4; i++)
        {
            batch.Append(CultureInfo.InvariantCulture, $"route add {11 + (i >> 16)}.{(i >> 8) & 255}.{i & 255}.0/24 via 192.0.2.{2 + (i % 50)}\n");
        }

        for (int i = 0; i < ipv6; i++)
        {
            batch.Append(CultureInfo.InvariantCulture, $"route add 2001:db8:{i + 1:x}::/48 via 2001:db8::{2 + (i % 50):x}\n");
        }

        Batch(batch.ToString());
    }

    /// <summary>Runs on a thread inside the namespace; sockets made in the synchronous part stay in it.</summary>
    internal T Inside<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        var thread = new Thread(() =>
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle($"/var/run/netns/{Name}");
            task = SetNamespace((int)handle.DangerousGetHandle(), 0) == 0
                ? work()
                : Task.FromException<T>(new InvalidOperationException("The namespace cannot be entered."));
        });
        thread.Start();
        thread.Join();
        return task!.GetAwaiter().GetResult();
    }

    public void Dispose() => Tool.Run("ip", "netns", "del", Name);

    [DllImport("libc", EntryPoint = "setns")]
    private static extern int SetNamespace(int descriptor, int kind);
}
