namespace FlowSensor.Dashboard.Answers;

/// <summary>A report of an incident, as it would be sent.</summary>
/// <param name="Format">Its form.</param>
/// <param name="MediaType">Media type of <paramref name="Content"/>.</param>
/// <param name="FileName">Name to save it under.</param>
/// <param name="Recipient">Mailbox it would go to; null when nobody is known.</param>
/// <param name="Content">The report.</param>
internal sealed record ReportText(string Format, string MediaType, string FileName, string? Recipient, byte[] Content);
