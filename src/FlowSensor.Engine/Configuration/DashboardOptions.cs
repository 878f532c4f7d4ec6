using System.Net;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>dashboard</c>: the sensor's own web server, with <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c>.</summary>
public sealed class DashboardOptions
{
    /// <summary>Where it listens unless something else is set.</summary>
    public static IPEndPoint Default { get; } = new(IPAddress.Loopback, 8080);

    /// <summary>False to open no port.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Address and port; unset: <see cref="Default"/>, and no dashboard where somebody else has that port.</summary>
    public IPEndPoint? Listen { get; set; }
}
