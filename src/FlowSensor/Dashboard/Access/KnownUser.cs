using FlowSensor.Engine.Configuration;

namespace FlowSensor.Dashboard.Access;

/// <summary>Somebody who may log in with a password.</summary>
/// <param name="Name">Name.</param>
/// <param name="Role">Role.</param>
/// <param name="Hash">The password's hash, as it is kept.</param>
internal sealed record KnownUser(string Name, AccessRole Role, string Hash)
{
    /// <summary>Who it is, without the hash.</summary>
    public override string ToString() => $"{Name} ({Role})";
}
