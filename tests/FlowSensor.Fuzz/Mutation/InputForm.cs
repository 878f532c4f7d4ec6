namespace FlowSensor.Fuzz.Mutation;

/// <summary>How an input is built.</summary>
internal enum InputForm
{
    /// <summary>Octets with fields of numbers.</summary>
    Octets,

    /// <summary>Pieces in order, each behind two octets of its length; see <see cref="Frames"/>.</summary>
    Frames,

    /// <summary>Text in lines.</summary>
    Text,
}
