using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>An API token, without the token.</summary>
/// <param name="Id">Number.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What its bearer may do.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Revoked">When it was taken back; null for never.</param>
/// <param name="Used">When it was last used, to the minute; null for never.</param>
public sealed record StoredToken(long Id, string Name, AccessRole Role, string CreatedBy, DateTimeOffset Created, DateTimeOffset Expires, DateTimeOffset? Revoked, DateTimeOffset? Used)
{
    /// <summary>True while it opens something.</summary>
    public bool HoldsAt(DateTimeOffset now) => Revoked is null && now < Expires;
}
