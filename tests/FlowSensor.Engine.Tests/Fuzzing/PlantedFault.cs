namespace FlowSensor.Engine.Tests.Fuzzing;

/// <summary>What is wrong with a <see cref="PlantedTarget"/>.</summary>
public enum PlantedFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It reads behind the end.</summary>
    Throws,

    /// <summary>It allocates what a length field says.</summary>
    Allocates,

    /// <summary>What it gives depends on what came before.</summary>
    Remembers,
}
