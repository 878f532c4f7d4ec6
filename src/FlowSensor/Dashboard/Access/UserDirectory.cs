using System.Security.Cryptography;
using System.Text;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Dashboard.Access;

/// <summary>The users of configuration and store; who is in both is as the configuration says.</summary>
/// <param name="options">The section <c>dashboard</c>.</param>
/// <param name="book">The users of the store, asked each time, so that a change holds at the next request.</param>
internal sealed class UserDirectory(DashboardOptions options, UserBook book)
{
    /// <summary>True when anybody could log in.</summary>
    public bool Any => options.Users.Count > 0 || book.Any();

    /// <summary>A user; null for none.</summary>
    public KnownUser? Find(string name)
    {
        if (!UserName.IsGood(name))
        {
            return null;
        }

        if (options.Users.Find(user => user.Name == name) is DashboardUserOptions configured)
        {
            return new KnownUser(configured.Name, configured.Role, configured.PasswordHash);
        }

        return book.Find(name) is StoredUser stored ? new KnownUser(stored.Name, stored.Role, stored.Hash) : null;
    }

    /// <summary>What stands for a password in the sessions opened with it: another password has another.</summary>
    public static string StampOf(KnownUser user) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(user.Hash)), 0, 16);
}
