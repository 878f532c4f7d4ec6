namespace FlowSensor.Engine.Logs.Rare;

/// <summary>A message type as it is kept: everything that is needed to go on counting its lines.</summary>
public sealed record StoredMessageType
{
    /// <summary>Hash of program and words of the first line.</summary>
    public long Id { get; init; }

    /// <summary>The program.</summary>
    public string Program { get; init; } = "";

    /// <summary>Hash of the program's name.</summary>
    public ulong ProgramHash { get; init; }

    /// <summary>The template's parts.</summary>
    public IReadOnlyList<TemplatePart> Parts { get; init; } = [];

    /// <summary>Hashes of the words.</summary>
    public IReadOnlyList<ulong> Words { get; init; } = [];

    /// <summary>Words of the first line.</summary>
    public int FirstWords { get; init; }

    /// <summary>Bits of the words of trouble.</summary>
    public ulong TroubleWords { get; init; }

    /// <summary>Takes what fits no other type of the program and first word.</summary>
    public bool IsRest { get; init; }

    /// <summary>Words of trouble in the template.</summary>
    public IReadOnlyList<string> Trouble { get; init; } = [];

    /// <summary>The first line.</summary>
    public string Sample { get; init; } = "";

    /// <summary>Its host.</summary>
    public string Host { get; init; } = "";

    /// <summary>Lines.</summary>
    public long Count { get; init; }

    /// <summary>Earliest time, Unix milliseconds; null when no line had one.</summary>
    public long? FirstMs { get; init; }

    /// <summary>Latest time, Unix milliseconds; null when no line had one.</summary>
    public long? LastMs { get; init; }

    /// <summary>Start of the timeline, Unix milliseconds.</summary>
    public long TimelineStartMs { get; init; }

    /// <summary>Length of its spans.</summary>
    public long TimelineSpanMs { get; init; }

    /// <summary>Its counts.</summary>
    public IReadOnlyList<int> Timeline { get; init; } = [];

    /// <summary>Lines near the first one.</summary>
    public IReadOnlyList<NearLine> Near { get; init; } = [];
}
