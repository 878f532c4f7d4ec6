using System.ComponentModel.DataAnnotations;
using FlowSensor.Engine.Abuse;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Blocklists;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Names;
using FlowSensor.Engine.Routes;
using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Configuration;

/// <summary>The whole configuration; one property a section.</summary>
public sealed class SensorOptions : IValidatableObject
{
    /// <summary>Who this sensor is and which networks are its own.</summary>
    public IdentityOptions Sensor { get; set; } = new();

    /// <summary>Where traffic comes from.</summary>
    public InputOptions Inputs { get; set; } = new();

    /// <summary>How packets become flow records.</summary>
    public MeteringOptions Metering { get; set; } = new();

    /// <summary>How traffic is accounted.</summary>
    public TrafficOptions Traffic { get; set; } = new();

    /// <summary>What is looked for in logs.</summary>
    public LogOptions Logs { get; set; } = new();

    /// <summary>When traffic is abnormal.</summary>
    public DetectionSectionOptions Detection { get; set; } = new();

    /// <summary>The mail servers and their usual values.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>Where results are kept.</summary>
    public StoreOptions Store { get; set; } = new();

    /// <summary>Where results are sent.</summary>
    public OutputOptions Outputs { get; set; } = new();

    /// <summary>The sensor's own web server.</summary>
    public DashboardOptions Dashboard { get; set; } = new();

    /// <summary>The routers whose route tables are read.</summary>
    public SnmpOptions Snmp { get; set; } = new();

    /// <summary>Whose addresses are.</summary>
    public ContactsOptions Contacts { get; set; } = new();

    /// <summary>Complaints that arrive.</summary>
    public AbuseOptions Abuse { get; set; } = new();

    /// <summary>Who reports, and in what words.</summary>
    public ReportOptions Reports { get; set; } = new();

    /// <summary>What DNS is asked about reported hosts.</summary>
    public NamesOptions Names { get; set; } = new();

    /// <summary>Whom published lists name.</summary>
    public BlocklistOptions Blocklist { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ValidateInputs().Concat(TrafficRules.Check(Traffic)).Concat(DetectionSettings.Check(Detection, Traffic));

    private IEnumerable<ValidationResult> ValidateInputs()
    {
        if (Inputs.Netflow.Listen.Count + Inputs.Sflow.Listen.Count + Inputs.Capture.Count + Inputs.Logs.Count == 0 && !Inputs.Syslog.IsOn)
        {
            yield return new ValidationResult("no input listens, so there would be nothing to do", ["Inputs"]);
        }

        if (Inputs.Netflow is { DenyByDefault: true, Allow.Count: 0 })
        {
            if (Inputs.Netflow.Listen.Count > 0)
            {
                yield return new ValidationResult("nobody may send, so inputs.netflow would receive nothing: list the exporters in inputs.netflow.allow", ["Inputs.Netflow.DenyByDefault"]);
            }

            if (Inputs.Sflow is { Listen.Count: > 0, Allow.Count: 0 })
            {
                yield return new ValidationResult("nobody may send, so inputs.sflow would receive nothing: list the exporters in inputs.sflow.allow", ["Inputs.Netflow.DenyByDefault"]);
            }
        }

        for (int i = 0; i < Inputs.Capture.Count; i++)
        {
            if (Inputs.Capture.FindIndex(other => other.Interface == Inputs.Capture[i].Interface) < i)
            {
                yield return new ValidationResult($"interface {Inputs.Capture[i].Interface} is listed twice, so its packets would count twice", [$"Inputs.Capture[{i}]"]);
            }
        }

        for (int i = 0; i < Inputs.Logs.Count; i++)
        {
            if (Inputs.Logs.FindIndex(other => other.Path == Inputs.Logs[i].Path) < i)
            {
                yield return new ValidationResult($"log {Inputs.Logs[i].Path} is listed twice, so its lines would count twice", [$"Inputs.Logs[{i}]"]);
            }
        }

        for (int i = 0; i < Inputs.Sflow.Listen.Count; i++)
        {
            if (Inputs.Netflow.Listen.Contains(Inputs.Sflow.Listen[i]))
            {
                yield return new ValidationResult($"{Inputs.Sflow.Listen[i]} is also in inputs.netflow.listen", [$"Inputs.Sflow.Listen[{i}]"]);
            }
        }
    }
}
