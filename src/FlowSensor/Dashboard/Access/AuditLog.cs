using System.Security.Claims;
using FlowSensor.Engine.Storage;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Dashboard.Access;

/// <summary>Writes down what people do on the dashboard and in the API: every action calls it, done or refused.</summary>
/// <param name="book">Where it is kept.</param>
/// <param name="clock">Time.</param>
/// <param name="logger">Where it is said when it cannot be kept.</param>
internal sealed class AuditLog(AuditBook book, TimeProvider clock, ILogger<AuditLog> logger)
{
    /// <summary>The result of what was done.</summary>
    public const string Done = "done";

    /// <summary>The result of what was not allowed.</summary>
    public const string Refused = "refused";

    /// <summary>The result of what was asked for in a wrong way, and so not done.</summary>
    public const string Invalid = "invalid";

    /// <summary>Writes an entry for whoever a request or a page's connection belongs to.</summary>
    /// <param name="who"><c>HttpContext.User</c>, or the user of the authentication state.</param>
    /// <param name="action">What, as <c>subject.verb</c>: <c>incident.acknowledge</c>, <c>report.make</c>.</param>
    /// <param name="subject">To what: an identifier, a name.</param>
    /// <param name="result"><see cref="Done"/>, <see cref="Refused"/>, <see cref="Invalid"/>, or what went wrong.</param>
    /// <param name="detail">More about it, such as the reason given.</param>
    public void Write(ClaimsPrincipal who, string action, string subject, string result, string detail = "") => Write(Actor.Of(who), action, subject, result, detail);

    /// <summary>Writes an entry.</summary>
    public void Write(Actor who, string action, string subject, string result, string detail = "")
    {
        try
        {
            book.Add(new AuditEntry(clock.GetUtcNow(), who.Name, who.RoleText, who.Address, action, subject, result, detail));
        }
        catch (StoreException failure)
        {
            // What was done is done; an action that the store itself is needed for fails by itself.
            AccessLog.NotWritten(logger, action, failure.Message);
        }
    }

    /// <summary>Entries, the newest first.</summary>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<StoredAuditEntry> Ask(AuditFilter filter) => book.Ask(filter);
}
