using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>A user that is kept in the store.</summary>
/// <param name="Name">Name.</param>
/// <param name="Role">Role.</param>
/// <param name="Hash">The password, as <see cref="PasswordHash"/> writes it.</param>
/// <param name="Created">When the user was added.</param>
/// <param name="Changed">When the password was last set.</param>
public sealed record StoredUser(string Name, AccessRole Role, string Hash, DateTimeOffset Created, DateTimeOffset Changed)
{
    /// <summary>Who it is, without the hash.</summary>
    public override string ToString() => $"{Name} ({Role})";
}
