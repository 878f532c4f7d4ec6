using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>Somebody's log-in, as long as it lasts.</summary>
/// <param name="Name">Who.</param>
/// <param name="Role">As what, when logged in.</param>
/// <param name="Origin">How: <c>password</c> or <c>oidc</c>.</param>
/// <param name="Stamp">Of the password, or the provider, that it was opened with; when that changes the session has ended.</param>
/// <param name="Address">From where.</param>
/// <param name="Created">Since when.</param>
/// <param name="Expires">Until when.</param>
public sealed record StoredSession(string Name, AccessRole Role, string Origin, string Stamp, string Address, DateTimeOffset Created, DateTimeOffset Expires);
