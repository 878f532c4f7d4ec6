using System.Text;
using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Commands.Access;

/// <summary>Asks for a new password: on a terminal without showing it, and twice; else the first line of standard input. Never an argument, which other users of the machine could read.</summary>
internal static class PasswordPrompt
{
    /// <summary>Reads one.</summary>
    /// <exception cref="CommandException">There is none, or it is not good.</exception>
    public static string Read()
    {
        string password;
        if (Console.IsInputRedirected)
        {
            password = Console.In.ReadLine() ?? throw new CommandException("there is no password on standard input; write it on the first line.", ExitCode.WrongUsage);
        }
        else
        {
            password = Ask("Password: ");
            if (password != Ask("Again: "))
            {
                throw new CommandException("the two passwords differ; nothing was changed.", ExitCode.Failed);
            }
        }

        return password.Length switch
        {
            < PasswordHash.ShortestPassword => throw new CommandException($"the password is too short; use {PasswordHash.ShortestPassword} characters or more.", ExitCode.WrongUsage),
            > PasswordHash.LongestPassword => throw new CommandException($"the password is too long; use {PasswordHash.LongestPassword} characters at most.", ExitCode.WrongUsage),
            _ => password,
        };
    }

    private static string Ask(string question)
    {
        Console.Error.Write(question);
        StringBuilder typed = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
