using System.ComponentModel.DataAnnotations;
using System.Net;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Routes.Polling;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Snmp;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.Engine.Routes;

/// <summary>One router: an SNMP agent, or a file of routes that stands for it.</summary>
public sealed class SnmpRouterOptions : IValidatableObject
{
    /// <summary>Address and port of the agent; 161 is the registered port.</summary>
    public IPEndPoint? Address { get; set; }

    /// <summary>A file of routes instead of an agent: <c>.csv</c>, or <c>.json</c> as <c>ip -j route</c> prints it.</summary>
    public string? File { get; set; }

    /// <summary>The router's name in lists; its address or file when not given.</summary>
    public string? Name { get; set; }

    /// <summary>Further addresses that it exports flows from.</summary>
    public List<IpAddress> Exporters { get; set; } = [];

    /// <summary>Protocol version: 1, 2c or 3.</summary>
    [RegularExpression("1|2c|3", ErrorMessage = "must be 1, 2c or 3")]
    public string Version { get; set; } = "2c";

    /// <summary>Community of versions 1 and 2c.</summary>
    [Secret]
    public string? Community { get; set; }

    /// <summary>User of version 3.</summary>
    public string? User { get; set; }

    /// <summary>Authentication protocol of version 3.</summary>
    public UsmAuthentication Auth { get; set; }

    /// <summary>Authentication password, at least 8 characters.</summary>
    [Secret]
    public string? AuthPassword { get; set; }

    /// <summary>Privacy protocol of version 3.</summary>
    public UsmPrivacy Priv { get; set; }

    /// <summary>Privacy password, at least 8 characters.</summary>
    [Secret]
    public string? PrivPassword { get; set; }

    /// <summary>Context of version 3.</summary>
    public string Context { get; set; } = "";

    /// <summary>Time from one reading to the next.</summary>
    [DurationRange("10s", "7d")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Which table: auto, inetCidrRouteTable, ipCidrRouteTable or ipRouteTable.</summary>
    [RegularExpression("auto|inetCidrRouteTable|ipCidrRouteTable|ipRouteTable", ErrorMessage = "must be auto, inetCidrRouteTable, ipCidrRouteTable or ipRouteTable")]
    public string Table { get; set; } = "auto";

    /// <summary>Time to wait for the first answer; every retry waits that much longer.</summary>
    [DurationRange("100ms", "60s")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Attempts after the first.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 3;

    /// <summary>Most requests a second; 0 for no limit.</summary>
    [Range(0, 100_000)]
    public int Rate { get; set; } = 200;

    /// <summary>Most rows asked for in one GETBULK.</summary>
    [Range(1, 2_000)]
    public int MaxRepetitions { get; set; } = 400;

    /// <summary>The name in lists.</summary>
    public string DisplayName => Name ?? (Address is null ? File ?? "" : Address.Port == 161 ? Address.Address.ToString() : Address.ToString());

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is null == string.IsNullOrEmpty(File))
        {
            yield return new ValidationResult("a router needs either an address or a file", [nameof(Address)]);
        }

        if (Address is null)
        {
            yield break;
        }

        if (Version == "3")
        {
            if (string.IsNullOrEmpty(User))
            {
                yield return new ValidationResult("version 3 needs a user", [nameof(User)]);
            }

            if (Auth != UsmAuthentication.None && (AuthPassword?.Length ?? 0) < 8)
            {
                yield return new ValidationResult("auth needs auth_password with at least 8 characters (RFC 3414 11.2)", [nameof(AuthPassword)]);
            }

            if (Priv != UsmPrivacy.None && Auth == UsmAuthentication.None)
            {
                yield return new ValidationResult("priv needs auth as well", [nameof(Priv)]);
            }

            if (Priv != UsmPrivacy.None && (PrivPassword?.Length ?? 0) < 8)
            {
                yield return new ValidationResult("priv needs priv_password with at least 8 characters (RFC 3414 11.2)", [nameof(PrivPassword)]);
            }
        }
        else if (string.IsNullOrEmpty(Community))
        {
            yield return new ValidationResult("versions 1 and 2c need a community or community_file", [nameof(Community)]);
        }
    }

    /// <summary>How to talk to the agent.</summary>
    public SnmpTarget ToTarget() => new()
    {
        EndPoint = Address ?? throw new InvalidOperationException("The router is a file."),
        Version = Version switch
        {
            "1" => SnmpVersion.V1,
            "3" => SnmpVersion.V3,
            _ => SnmpVersion.V2C,
        },
        Community = Community ?? "",
        User = Version == "3" ? new UsmUser(User ?? "", Auth, AuthPassword ?? "", Priv, PrivPassword ?? "") : null,
        ContextName = Context,
        Timeout = Timeout,
        Retries = Retries,
        RequestsPerSecond = Rate,
        MaxRepetitions = MaxRepetitions,
    };
}
