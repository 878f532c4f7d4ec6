using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FlowSensor.Engine.Storage.Access;

/// <summary>Secrets of 256 random bits, such as tokens and what cookies name: long enough that a plain hash of them says nothing, so only that is kept.</summary>
public static class RandomSecret
{
    /// <summary>How API tokens begin, so that searches for leaked secrets find them.</summary>
    public const string TokenPrefix = "fst_";

    private const int Octets = 32;

    /// <summary>A new secret, in the letters of Base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Octets));

    /// <summary>What is kept of a secret.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
