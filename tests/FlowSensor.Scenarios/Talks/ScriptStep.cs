namespace FlowSensor.Scenarios.Talks;

/// <summary>One packet of a script, or a run of like packets that the other side acknowledges in pairs.</summary>
/// <param name="FromClient">Who sends.</param>
/// <param name="Flags">TCP control bits.</param>
/// <param name="Payload">Octets of each packet.</param>
/// <param name="Gap">Milliseconds the sender waits before it.</param>
/// <param name="Repeat">Data packets; above one, every second one is acknowledged.</param>
/// <param name="PatchAt">Where the talk's number goes into the payload, eight digits; negative for nowhere.</param>
internal sealed record ScriptStep(bool FromClient, byte Flags, byte[] Payload, int Gap = 0, int Repeat = 1, int PatchAt = -1)
{
    /// <summary>Digits of the number.</summary>
    public const int PatchDigits = 8;

    /// <summary>Packets of the step, acknowledgments included.</summary>
    public int Packets => Repeat + (Repeat / 2);
}
