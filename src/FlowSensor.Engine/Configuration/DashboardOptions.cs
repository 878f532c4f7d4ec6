using System.ComponentModel.DataAnnotations;
using System.Net;

namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>dashboard</c>: the sensor's own web server, with pages, API, <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c>.</summary>
public sealed class DashboardOptions : IValidatableObject
{
    /// <summary>Where it listens unless something else is set.</summary>
    public static IPEndPoint Default { get; } = new(IPAddress.Loopback, 8080);

    /// <summary>False to open no port.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Address and port; unset: 127.0.0.1:8080, and no dashboard where somebody else has that port. Addresses that other machines reach need
    /// <c>tls</c> or <c>behind_proxy</c>, and users.
    /// </summary>
    public IPEndPoint? Listen { get; set; }

    /// <summary>The certificate.</summary>
    public DashboardTlsOptions Tls { get; set; } = new();

    /// <summary>The reverse proxy that does TLS instead.</summary>
    public DashboardProxyOptions BehindProxy { get; set; } = new();

    /// <summary>Users beside those that <c>flowsensor user add</c> keeps in the store.</summary>
    public List<DashboardUserOptions> Users { get; } = [];

    /// <summary>Log-in at an OpenID Connect provider.</summary>
    public DashboardOidcOptions Oidc { get; set; } = new();

    /// <summary>How long a log-in lasts. 12 h: a long shift.</summary>
    [DurationRange("5m", "90d")]
    public TimeSpan Session { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Who may have <c>/metrics</c> without logging in.</summary>
    public MetricsAccess Metrics { get; set; } = MetricsAccess.Local;

    /// <summary>True when only programs on this machine reach the port.</summary>
    public bool IsLocal => IPAddress.IsLoopback((Listen ?? Default).Address);

    /// <summary>True when browsers come over TLS, the dashboard's own or the proxy's.</summary>
    public bool IsEncrypted => Tls.IsOn || BehindProxy.IsOn;

    /// <summary>Whether something is set otherwise, so that the port has to be opened anew.</summary>
    public bool Differs(DashboardOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Enabled, Session, Metrics) != (other.Enabled, other.Session, other.Metrics)
            || !Equals(Listen, other.Listen)
            || Tls.Differs(other.Tls)
            || Oidc.Differs(other.Oidc)
            || !BehindProxy.Networks.SequenceEqual(other.BehindProxy.Networks)
            || !Users.Select(static user => (user.Name, user.Role, user.PasswordHash)).SequenceEqual(other.Users.Select(static user => (user.Name, user.Role, user.PasswordHash)));
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Enabled && !IsLocal && !Tls.IsOn && !BehindProxy.IsOn)
        {
            yield return new ValidationResult(
                $"{Listen} can be reached from other machines, so it needs dashboard.tls (certificate_file and key_file) or a reverse proxy declared in dashboard.behind_proxy.networks",
                [nameof(Listen)]);
        }

        for (int i = 0; i < Users.Count; i++)
        {
            if (Users.FindIndex(other => other.Name == Users[i].Name) < i)
            {
                yield return new ValidationResult($"user {Users[i].Name} is listed twice", [$"Users[{i}]"]);
            }
        }
    }
}
