using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FlowSensor.Protocols.Snmp.Usm;

/// <summary>The hash functions behind the authentication protocols.</summary>
[SuppressMessage("Security", "CA5350", Justification = "HMAC-SHA-96 is what RFC 3414 7 defines and deployed routers speak.")]
[SuppressMessage("Security", "CA5351", Justification = "HMAC-MD5-96 of RFC 3414 6 is offered to read old routers only.")]
internal static class UsmHash
{
    internal const int MaximumSize = 64;

    /// <summary>Octets of the hash, and so of a localised key.</summary>
    internal static int Size(UsmAuthentication protocol) => protocol switch
    {
        UsmAuthentication.Md5 => MD5.HashSizeInBytes,
        UsmAuthentication.Sha1 => SHA1.HashSizeInBytes,
        UsmAuthentication.Sha224 => Sha224.DigestSize,
        UsmAuthentication.Sha256 => SHA256.HashSizeInBytes,
        UsmAuthentication.Sha384 => SHA384.HashSizeInBytes,
        UsmAuthentication.Sha512 => SHA512.HashSizeInBytes,
        _ => 0,
    };

    /// <summary>Octets of the digest that a message carries (RFC 3414 6.3, 7.3; RFC 7860 4.1).</summary>
    internal static int DigestSize(UsmAuthentication protocol) => protocol switch
    {
        UsmAuthentication.Md5 or UsmAuthentication.Sha1 => 12,
        UsmAuthentication.Sha224 => 16,
        UsmAuthentication.Sha256 => 24,
        UsmAuthentication.Sha384 => 32,
        UsmAuthentication.Sha512 => 48,
        _ => 0,
    };

    internal static byte[] HashData(UsmAuthentication protocol, ReadOnlySpan<byte> data)
    {
        switch (protocol)
        {
            case UsmAuthentication.Md5:
                return MD5.HashData(data);
            case UsmAuthentication.Sha1:
                return SHA1.HashData(data);
            case UsmAuthentication.Sha224:
                var digest = new byte[Sha224.DigestSize];
                Sha224.HashData(data, [], digest);
                return digest;
            case UsmAuthentication.Sha256:
                return SHA256.HashData(data);
            case UsmAuthentication.Sha384:
                return SHA384.HashData(data);
            case UsmAuthentication.Sha512:
                return SHA512.HashData(data);
            default:
                return [];
        }
    }

    /// <summary>The HMAC of the whole message, cut to the protocol's digest size.</summary>
    internal static byte[] Digest(UsmAuthentication protocol, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        byte[] full;
        switch (protocol)
        {
            case UsmAuthentication.Md5:
                full = HMACMD5.HashData(key, data);
                break;
            case UsmAuthentication.Sha1:
                full = HMACSHA1.HashData(key, data);
                break;
            case UsmAuthentication.Sha224:
                full = new byte[Sha224.DigestSize];
                Sha224.Hmac(key, data, full);
                break;
            case UsmAuthentication.Sha256:
                full = HMACSHA256.HashData(key, data);
                break;
            case UsmAuthentication.Sha384:
                full = HMACSHA384.HashData(key, data);
                break;
            case UsmAuthentication.Sha512:
                full = HMACSHA512.HashData(key, data);
                break;
            default:
                return [];
        }

        return full[..DigestSize(protocol)];
    }
}
