using FlowSensor.Engine.Contacts;

namespace FlowSensor.Dashboard.Answers;

/// <summary>Whose an address is, whom to write to, and how that was found; the document of <c>flowsensor contact</c>.</summary>
internal sealed record ContactDetails(
    string Address, string? Prefix, string? NextHop, string? Institution, IReadOnlyList<ContactPerson> Contacts, IReadOnlyList<ContactFinding> Steps)
{
    /// <summary>The words of an answer.</summary>
    public static ContactDetails Of(ContactAnswer answer) => new(
        answer.Address.ToString(),
        answer.Prefix?.ToString(),
        answer.NextHop.IsNone ? null : answer.NextHop.ToString(),
        answer.Institution.Length > 0 ? answer.Institution : null,
        [.. answer.Contacts.Select(static contact => new ContactPerson(contact.Role.ToString().ToLowerInvariant(), contact.Name, contact.Mail, contact.Phone))],
        [.. answer.Steps.Select(static step => new ContactFinding(step.Source, step.Answer, step.AgeSeconds < 0 ? null : step.AgeSeconds))]);
}
