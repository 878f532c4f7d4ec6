namespace FlowSensor.Engine.Output.Mail;

/// <summary>A reply of a mail server (RFC 5321 4.2).</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Lines">The text of each line.</param>
internal sealed record MailReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>Whether a reply to EHLO names an extension.</summary>
    public bool Has(string extension) => Lines.Skip(1).Any(line =>
        line.Equals(extension, StringComparison.OrdinalIgnoreCase) || line.StartsWith(extension + " ", StringComparison.OrdinalIgnoreCase));
}
