using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Privileges;

/// <summary>
/// A process that root started and that is to go on as another user. From the beginning it acts as that user, so that files it makes are that
/// user's; root's rights come back for what needs them, ports below 1024 and interfaces, and are given up for good when all is open.
/// </summary>
public sealed class ProcessUser
{
    private const uint Root = 0;

    private ProcessUser(UserAccount account)
    {
        Account = account;
    }

    /// <summary>Whom the process acts as.</summary>
    public UserAccount Account { get; }

    /// <summary>True once root's rights are gone for good.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Begins to act as a user, in all threads.</summary>
    /// <param name="name">The user.</param>
    /// <returns>Null where the process is that user already and there is nothing to give up.</returns>
    /// <exception cref="PrivilegeException">There is no such user, it is root, or the process may not become it.</exception>
    public static ProcessUser? Become(string name)
    {
        UserAccount account = UserAccount.Find(name) ?? throw new PrivilegeException($"There is no user '{name}' on this machine; make it, or name another with sensor.user or --user.");
        if (account.UserId == Root)
        {
            throw new PrivilegeException($"The user '{name}' is root, so nothing would be given up; name another with sensor.user or --user, or none.");
        }

        uint now = LibCUsers.EffectiveUser();
        if (now == account.UserId && LibCUsers.RealUser() == now)
        {
            return null;
        }

        if (now != Root)
        {
            throw new PrivilegeException($"Only root can start the sensor as the user '{name}'; start it as root, as '{name}', or without sensor.user and --user.");
        }

        // Groups first: who is not root any more cannot change them.
        Check(LibCUsers.SetGroupsOf(name, account.GroupId), name);
        Check(LibCUsers.SetGroup(account.GroupId, account.GroupId, account.GroupId), name);
        ProcessUser user = new(account);
        user.SetEffective(account.UserId);
        return user;
    }

    /// <summary>Does something with root's rights.</summary>
    /// <typeparam name="T">What it makes.</typeparam>
    /// <param name="open">What needs them.</param>
    /// <exception cref="PrivilegeException">The rights cannot be had or given up.</exception>
    public T AsRoot<T>(Func<T> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        if (IsDropped)
        {
            throw new InvalidOperationException("Root's rights have been given up.");
        }

        SetEffective(Root);
        try
        {
            return open();
        }
        finally
        {
            SetEffective(Account.UserId);
        }
    }

    /// <summary>
    /// Gives root's rights up for good, in all threads and those to come: real, effective and saved user, and with them all capabilities. No
    /// program started from here on can bring rights with it either.
    /// </summary>
    /// <exception cref="PrivilegeException">It did not work; the process must end.</exception>
    public void Drop()
    {
        SetEffective(Root);
        uint user = Account.UserId;
        Check(LibCUsers.SetUser(user, user, user), Account.Name);
        if (LibCUsers.SetUser(LibCUsers.Unchanged, Root, LibCUsers.Unchanged) == 0)
        {
            throw new PrivilegeException($"Root's rights came back after they had been given up for the user '{Account.Name}'; the sensor does not go on.");
        }

        ForbidNewPrivileges();
        IsDropped = true;
    }

    // The prohibition holds for the thread that asks. A filter of system calls can be put into all threads at once, and takes the prohibition
    // with it; this one allows everything.
    private static unsafe void ForbidNewPrivileges()
    {
        FilterInstruction allow = new() { Code = LibCUsers.Return, Operand = LibCUsers.Allow };
        FilterProgram program = new() { Length = 1, Instructions = &allow };
        if (LibCUsers.ProcessControl(LibCUsers.SetNoNewPrivileges, 1, 0, 0, 0) != 0
            || LibCUsers.Seccomp(LibCUsers.SeccompNumber, LibCUsers.SetModeFilter, LibCUsers.AllThreads | LibCUsers.KeepSpeculation, &program) != 0)
        {
            throw new PrivilegeException(
                $"New privileges cannot be forbidden: {Marshal.GetLastPInvokeErrorMessage()}; let the service manager set the user and no_new_privs instead of sensor.user.");
        }
    }

    private static void Check(int result, string name)
    {
        if (result != 0)
        {
            throw new PrivilegeException($"The process cannot become the user '{name}': {Marshal.GetLastPInvokeErrorMessage()}; it needs CAP_SETUID and CAP_SETGID.");
        }
    }

    private void SetEffective(uint user) => Check(LibCUsers.SetUser(LibCUsers.Unchanged, user, LibCUsers.Unchanged), Account.Name);
}
