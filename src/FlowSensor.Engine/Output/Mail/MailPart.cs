namespace FlowSensor.Engine.Output.Mail;

/// <summary>A part of a mail behind its text.</summary>
/// <param name="Type">Media type with parameters, such as <c>application/json</c>.</param>
/// <param name="Name">File name; null for a part that is no file.</param>
/// <param name="Content">Octets of the part.</param>
/// <param name="IsText">Written as it is: the content is lines of ASCII of at most 998 octets, as parts of type <c>message/…</c> must be (RFC 2046 5.2).</param>
public sealed record MailPart(string Type, string? Name, ReadOnlyMemory<byte> Content, bool IsText = false);
