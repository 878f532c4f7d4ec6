using System.Text;
using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Reading;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Tests.Abuse;

/// <summary>Messages for tests, and what is read from them.</summary>
internal static class Mails
{
    /// <summary>When everything is read: 2026-11-26 12:00 UTC.</summary>
    public static readonly long Now = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static MailboxMessage Message(string text) => Message(Encoding.UTF8.GetBytes(text));

    public static MailboxMessage Message(byte[] content) =>
        new() { Place = "test", Identity = "test", Content = content, Length = content.Length };

    public static Complaint Read(string text, ComplaintRules? rules = null) => new ComplaintReader(rules ?? new ComplaintRules()).Read(Message(text), Now);

    public static Complaint ReadFile(string path, ComplaintRules? rules = null) =>
        new ComplaintReader(rules ?? new ComplaintRules()).Read(MailSource.Read(path).First(), Now);

    public static IReadOnlyList<IpPrefix> Prefixes(params string[] texts) =>
        [.. texts.Select(static text => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text))];

    public static string[] Addresses(Complaint complaint) => [.. complaint.Sources.Select(static source => source.Address.ToString())];
}
