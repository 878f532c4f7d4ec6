using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>A message to a target, in every form that a way may need.</summary>
internal sealed record NoticeMessage
{
    private NoticeMessage(string title, string body, byte[] json, int severity, Notice? single, string id)
    {
        Title = title;
        Body = body;
        Json = json;
        Severity = severity;
        Single = single;
        Id = id;
    }

    /// <summary>One line.</summary>
    public string Title { get; }

    /// <summary>The whole text.</summary>
    public string Body { get; }

    /// <summary>The JSON document.</summary>
    public byte[] Json { get; }

    /// <summary>Severity of the incident, or the highest of a summary.</summary>
    public int Severity { get; }

    /// <summary>The notice; null for a summary.</summary>
    public Notice? Single { get; }

    /// <summary>Names the message: the same when it is sent again.</summary>
    public string Id { get; }

    /// <summary>A message about one incident.</summary>
    public static NoticeMessage Of(Notice notice, string sensor) => new(
        NoticeText.Title(notice),
        NoticeText.Body(notice, sensor),
        NoticeJson.Of(notice, sensor),
        notice.Incident.Severity,
        notice,
        $"{notice.Incident.Id}.{IncidentKinds.NameOf(notice.Change.Kind)}.{notice.Change.Time}");

    /// <summary>A message about many.</summary>
    public static NoticeMessage Of(NoticeDigest digest, string sensor) => new(
        NoticeText.Title(digest),
        NoticeText.Body(digest, sensor),
        NoticeJson.Of(digest, sensor),
        digest.Severity,
        null,
        $"summary.{digest.First}.{digest.Last}.{digest.Count}");
}
