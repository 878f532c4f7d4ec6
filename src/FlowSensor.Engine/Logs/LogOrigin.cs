using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>Who wrote a line.</summary>
internal readonly ref struct LogOrigin
{
    /// <summary>Host.</summary>
    public required ReadOnlySpan<byte> Host { get; init; }

    /// <summary>Program as the line names it.</summary>
    public required ReadOnlySpan<byte> Program { get; init; }

    /// <summary>Its family.</summary>
    public required LogProgram Family { get; init; }

    /// <summary>Process id; 0 when not named.</summary>
    public required int Pid { get; init; }

    /// <summary>Key of a name that is only unique on its host, such as a queue id.</summary>
    public ulong KeyOf(ReadOnlySpan<byte> name) => TextHash.Of(name, TextHash.Of(Host)) | 1;
}
