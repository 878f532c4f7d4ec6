using System.Buffers;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>What names of users and tokens may look like.</summary>
public static class UserName
{
    /// <summary>The longest.</summary>
    public const int Longest = 64;

    /// <summary>What is wanted, for a message.</summary>
    public const string Wanted = "1 to 64 of a-z, 0-9, '.', '_', '-' and '@', and begin with a letter or digit";

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-@");

    /// <summary>True for a good name.</summary>
    public static bool IsGood(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(name[0]) && !name.ContainsAnyExcept(Letters);
}
