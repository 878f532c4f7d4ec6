using System.Text.Json;

namespace FlowSensor.Engine.Logs.Following;

/// <summary>What must be kept of a followed log so that nothing is lost or read twice after a restart.</summary>
/// <param name="Files">Files that are being read, oldest first; the last is the one written to.</param>
/// <param name="Done">Rotated files that were read to their end, or that were there before the log was followed.</param>
public sealed record FollowState(IReadOnlyList<FollowedPosition> Files, IReadOnlyList<FilePrint> Done)
{
    /// <summary>The state as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FollowStateJson.Default.FollowState);

    /// <summary>A state from text; null when it is none.</summary>
    public static FollowState? FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, FollowStateJson.Default.FollowState) is { Files: not null, Done: not null } state ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
