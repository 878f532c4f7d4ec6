using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Doctor;

/// <summary>The ports on which exports come in, and the buffers that the kernel gives them.</summary>
internal static class ListenerCheck
{
    private const string MaximumFile = "/proc/sys/net/core/rmem_max";

    /// <summary>Looks at them.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="isRunning">Whether a sensor runs, which then holds these ports.</param>
    public static IEnumerable<Finding> Examine(InputOptions inputs, bool isRunning)
    {
        foreach ((string name, IPEndPoint listen) in inputs.Netflow.Listen.Select(static listen => ("netflow", listen))
            .Concat(inputs.Sflow.Listen.Select(static listen => ("sflow", listen))))
        {
            string part = $"{name} {listen}";
            string? trouble = TryBind(listen);
            yield return (trouble, isRunning) switch
            {
                (null, false) => Finding.Good(part, "the port is free"),
                (null, true) => Finding.Fault(part, "a sensor runs here, but nobody listens on this port", "the sensor runs with another configuration: restart it with this one"),
                (_, true) => Finding.Good(part, "the sensor listens"),
                _ => Finding.Fault(part, $"cannot be listened on: {trouble}", $"see who has it with 'ss -lunp sport = :{listen.Port}', or set inputs.{name}.listen"),
            };
        }

        if (inputs.Netflow.Listen.Count > 0 && Maximum() is long most && most < inputs.Netflow.ReceiveBuffer.Octets)
        {
            yield return Finding.Hint(
                "receive buffer",
                $"the kernel gives at most {most:N0} octets of the {inputs.Netflow.ReceiveBuffer.Octets:N0} wanted, so that bursts may be dropped",
                $"sysctl -w net.core.rmem_max={inputs.Netflow.ReceiveBuffer.Octets}");
        }
    }

    private static string? TryBind(IPEndPoint listen)
    {
        try
        {
            using Socket socket = new(listen.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (listen.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(listen);
            return null;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.AccessDenied ? "this user may not open it" : failure.Message.TrimEnd('.').ToLowerInvariant();
        }
    }

    private static long? Maximum() =>
        File.Exists(MaximumFile) && long.TryParse(File.ReadAllText(MaximumFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long octets) ? octets : null;
}
