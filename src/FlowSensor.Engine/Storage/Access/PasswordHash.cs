using System.Globalization;
using System.Security.Cryptography;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>
/// A password as it is kept: PBKDF2 with HMAC-SHA-512 (RFC 8018 5.2) over a salt of its own, written as <c>pbkdf2-sha512$iterations$salt$hash</c> with
/// both in Base64.
/// </summary>
public sealed class PasswordHash
{
    /// <summary>The shortest password taken (NIST SP 800-63B-4 3.1.1.2 asks for 15 where nothing stands beside it, and for 8 at least).</summary>
    public const int ShortestPassword = 10;

    /// <summary>The longest password taken.</summary>
    public const int LongestPassword = 256;

    // The OWASP password storage cheat sheet's number for this function: a fifth of a second of one core in 2026.
    private const int Iterations = 210_000;
    private const int LeastIterations = 100_000;
    private const int MostIterations = 5_000_000;
    private const int SaltLength = 16;
    private const int HashLength = 64;
    private const string Name = "pbkdf2-sha512";

    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash)
    {
        _iterations = iterations;
        _salt = salt;
        _hash = hash;
    }

    /// <summary>Hashes a password with a new salt.</summary>
    public static PasswordHash Of(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new PasswordHash(Iterations, salt, Derive(password, salt, Iterations));
    }

    /// <summary>One that no password fits, so that names nobody has take as long as others.</summary>
    public static PasswordHash Nobody() => new(Iterations, RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(HashLength));

    /// <summary>Reads one as it is kept.</summary>
    public static bool TryParse(string text, out PasswordHash? hash)
    {
        ArgumentNullException.ThrowIfNull(text);
        hash = null;
        byte[] salt = new byte[SaltLength];
        byte[] derived = new byte[HashLength];
        if (text.Split('$') is not [Name, string count, string first, string second]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int iterations)
            || iterations is < LeastIterations or > MostIterations
            || !Convert.TryFromBase64String(first, salt, out int saltLength) || saltLength != SaltLength
            || !Convert.TryFromBase64String(second, derived, out int hashLength) || hashLength != HashLength)
        {
            return false;
        }

        hash = new PasswordHash(iterations, salt, derived);
        return true;
    }

    /// <summary>True when a password is the one; takes the same time for every password.</summary>
    public bool Fits(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _iterations), _hash);

    /// <summary>As it is kept.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}");

    private static byte[] Derive(string password, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashLength);
}
