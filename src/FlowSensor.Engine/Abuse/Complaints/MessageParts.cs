using System.Text;
using MimeKit;

namespace FlowSensor.Engine.Abuse.Complaints;

/// <summary>
/// The parts of a message, laid side by side, each decoded and bounded: what its text says, the machine-readable reports it
/// carries, the messages inside it. Nothing in it is executed, fetched or rendered.
/// </summary>
internal sealed class MessageParts
{
    private const int MaximumParts = 1_000;
    private const int MaximumDepth = 30;
    private const int LongestText = 1 << 20;
    private const int LongestData = 8 << 20;

    private int _parts;

    /// <summary>Takes a message apart.</summary>
    public MessageParts(MimeMessage message)
    {
        Message = message;
        Visit(message.Body, 0);
    }

    /// <summary>The message itself.</summary>
    public MimeMessage Message { get; }

    /// <summary>Bodies of plain text of the message itself, in order.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>Fields of the feedback reports (RFC 5965).</summary>
    public List<HeaderList> FeedbackReports { get; } = [];

    /// <summary>Parts of JSON, and text that is nothing else.</summary>
    public List<byte[]> Json { get; } = [];

    /// <summary>Parts of comma separated values.</summary>
    public List<string> Tables { get; } = [];

    /// <summary>Headers of the messages inside, complete ones and headers alone, in order.</summary>
    public List<HeaderList> Originals { get; } = [];

    /// <summary>Media types of all parts, in lower case, in order.</summary>
    public List<string> MediaTypes { get; } = [];

    /// <summary>Names of attached files.</summary>
    public List<string> FileNames { get; } = [];

    /// <summary>True when a part tells that a message could not be delivered.</summary>
    public bool IsUndelivered { get; private set; }

    /// <summary>True when parts were left out because there are too many or they are nested too deep.</summary>
    public bool IsCut { get; private set; }

    /// <summary>All text of the message itself.</summary>
    public string Text => string.Join('\n', Texts);

    private void Visit(MimeEntity? entity, int depth)
    {
        if (entity is null)
        {
            return;
        }

        if (depth > MaximumDepth || ++_parts > MaximumParts)
        {
            IsCut = true;
            return;
        }

        MediaTypes.Add(entity.ContentType.MimeType.ToLowerInvariant());
        if (entity is MimePart { FileName: { Length: > 0 } name })
        {
            FileNames.Add(name);
        }

        switch (entity)
        {
            case Multipart parts:
                foreach (MimeEntity part in parts)
                {
                    Visit(part, depth + 1);
                }

                break;
            case MessagePart { Message: MimeMessage inner } when Originals.Count < MaximumParts:
                Originals.Add(inner.Headers);
                VisitInner(inner.Body, depth + 1);
                break;
            case MessageDeliveryStatus status:
                IsUndelivered |= IsFailure(status);
                break;
            case MimePart part:
                Take(part);
                break;
        }
    }

    private static bool IsFailure(MessageDeliveryStatus status)
    {
        try
        {
            return status.StatusGroups.Any(static group => group["Action"]?.Trim().Equals("failed", StringComparison.OrdinalIgnoreCase) == true);
        }
        catch (FormatException)
        {
            // No header fields: it says nothing.
            return false;
        }
    }

    // Of messages inside only the headers count, and the messages inside them: what a sample's text says is the sender's word.
    private void VisitInner(MimeEntity? entity, int depth)
    {
        if (depth > MaximumDepth || ++_parts > MaximumParts)
        {
            IsCut = true;
        }
        else if (entity is Multipart parts)
        {
            foreach (MimeEntity part in parts)
            {
                VisitInner(part, depth + 1);
            }
        }
        else if (entity is MessagePart { Message: MimeMessage inner })
        {
            Originals.Add(inner.Headers);
            VisitInner(inner.Body, depth + 1);
        }
    }

    private void Take(MimePart part)
    {
        switch (part.ContentType.MimeType.ToLowerInvariant())
        {
            case "message/feedback-report":
                AddHeaders(part, FeedbackReports);
                break;
            case "text/rfc822-headers" or "text/rfc822-header" or "message/rfc822-headers":
                AddHeaders(part, Originals);
                break;
            case "application/json" or "text/json" or "application/xarf+json" or "application/xarf":
                Json.Add(Decode(part, LongestData));
                break;
            case "text/csv" or "text/comma-separated-values" or "application/csv":
                Tables.Add(TextOf(part));
                break;
            case "text/html":
                break;
            case var type when type.StartsWith("text/", StringComparison.Ordinal):
                string text = TextOf(part);
                Texts.Add(text);
                if (text.AsSpan().TrimStart() is ['{', ..])
                {
                    Json.Add(Encoding.UTF8.GetBytes(text));
                }

                break;
            case "application/octet-stream" when part.FileName?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true:
                Json.Add(Decode(part, LongestData));
                break;
        }
    }

    private static void AddHeaders(MimePart part, List<HeaderList> headers)
    {
        try
        {
            headers.Add(HeaderList.Load(new MemoryStream(Decode(part, LongestText))));
        }
        catch (FormatException)
        {
            // Not header fields: a report without any says nothing.
            headers.Add([]);
        }
    }

    private static string TextOf(MimePart part)
    {
        byte[] content = Decode(part, LongestText);
        return CharsetOf(part).GetString(content);
    }

    private static Encoding CharsetOf(MimePart part)
    {
        try
        {
            return part.ContentType.CharsetEncoding ?? Encoding.UTF8;
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return Encoding.Latin1;
        }
    }

    private static byte[] Decode(MimePart part, int longest)
    {
        if (part.Content is null)
        {
            return [];
        }

        using Stream content = part.Content.Open();
        byte[] octets = new byte[Math.Min(longest, (part.Content.Stream?.Length * 2 ?? 0) + 16)];
        return octets[..content.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false)];
    }
}
