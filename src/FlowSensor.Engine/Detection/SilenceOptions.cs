using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>An entry of <c>detection.silences</c>.</summary>
public sealed class SilenceOptions
{
    /// <summary>What it does: mute or exclude.</summary>
    public SilenceAction Action { get; set; }

    /// <summary>Name of the rule; unset: every rule.</summary>
    public string Rule { get; set; } = "";

    /// <summary>The sources it holds for.</summary>
    public IpPrefix? Network { get; set; }

    /// <summary>Last day it holds, by the sensor's time zone; unset: for good.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Who decided.</summary>
    [Required]
    public string Author { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";
}
