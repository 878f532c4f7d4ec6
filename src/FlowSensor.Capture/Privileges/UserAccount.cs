using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Privileges;

/// <summary>A user of the system.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UserId">Its number.</param>
/// <param name="GroupId">The number of its first group.</param>
public sealed record UserAccount(string Name, uint UserId, uint GroupId)
{
    private const int MostOctets = 1 << 20;

    /// <summary>Finds a user by name, wherever the system looks for users; null when there is none.</summary>
    /// <exception cref="PrivilegeException">The system cannot tell.</exception>
    public static unsafe UserAccount? Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!OperatingSystem.IsLinux())
        {
            throw new PrivilegeException("Becoming another user works on Linux only; take sensor.user and --user away.");
        }

        for (int octets = 4096; octets <= MostOctets; octets *= 4)
        {
            // The texts that the entry points to; only its numbers are wanted.
            byte[] room = new byte[octets];
            fixed (byte* texts = room)
            {
                PasswordEntry entry;
                PasswordEntry* found;
                int error = LibCUsers.FindUser(name, &entry, texts, (nuint)octets, &found);
                if (error == 0)
                {
                    return found is null ? null : new UserAccount(name, entry.UserId, entry.GroupId);
                }

                if (error is not (LibCUsers.Erange or LibC.Eintr))
                {
                    throw new PrivilegeException($"The user '{name}' cannot be looked up: {Marshal.GetPInvokeErrorMessage(error)}.");
                }
            }
        }

        throw new PrivilegeException($"The entry of the user '{name}' is too long.");
    }
}
