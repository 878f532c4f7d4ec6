using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FlowSensor.Protocols.Snmp.Usm;

/// <summary>Encryption of the scoped PDU: CBC-DES (RFC 3414 8.1.1) and CFB128-AES (RFC 3826 3.1).</summary>
[SuppressMessage("Security", "CA5351", Justification = "CBC-DES of RFC 3414 8 is offered to read old routers only.")]
internal static class UsmCipher
{
    internal const int SaltSize = 8;
    private const int DesBlock = 8;
    private const int AesBlock = 16;

    /// <summary>Octets of key material: for DES eight of key and eight of pre-IV.</summary>
    internal static int KeySize(UsmPrivacy privacy) => privacy switch
    {
        UsmPrivacy.Des or UsmPrivacy.Aes128 => 16,
        UsmPrivacy.Aes192 or UsmPrivacy.Aes192Cisco => 24,
        UsmPrivacy.Aes256 or UsmPrivacy.Aes256Cisco => 32,
        _ => 0,
    };

    /// <summary>The salt that is sent: RFC 3414 8.1.1.1 puts the boots in front for DES; RFC 3826 3.1.2.1 takes any 64-bit counter.</summary>
    internal static byte[] Salt(UsmPrivacy privacy, int boots, ulong counter)
    {
        var salt = new byte[SaltSize];
        BinaryPrimitives.WriteUInt64BigEndian(salt, counter);
        if (privacy == UsmPrivacy.Des)
        {
            BinaryPrimitives.WriteInt32BigEndian(salt, boots);
        }

        return salt;
    }

    internal static byte[] Encrypt(UsmKeys keys, UsmParameters parameters, ReadOnlySpan<byte> plain)
    {
        if (keys.Privacy == UsmPrivacy.Des)
        {
            byte[] padded = PadTo(plain, DesBlock);
            using DES des = DES.Create();
            des.Key = keys.PrivacyKey[..DesBlock];
            return des.EncryptCbc(padded, DesVector(keys, parameters), PaddingMode.None);
        }

        using Aes aes = Aes.Create();
        aes.Key = keys.PrivacyKey;
        byte[] whole = aes.EncryptCfb(PadTo(plain, AesBlock), AesVector(parameters), PaddingMode.None, feedbackSizeInBits: 128);
        return whole[..plain.Length];
    }

    /// <summary>Decrypts; false when salt or length cannot be right (RFC 3414 8.3.2, RFC 3826 3.3.2).</summary>
    internal static bool TryDecrypt(UsmKeys keys, UsmParameters parameters, ReadOnlySpan<byte> encrypted, out byte[] plain)
    {
        plain = [];
        if (parameters.Salt.Length != SaltSize || encrypted.IsEmpty)
        {
            return false;
        }

        if (keys.Privacy == UsmPrivacy.Des)
        {
            if (encrypted.Length % DesBlock != 0)
            {
                return false;
            }

            using DES des = DES.Create();
            des.Key = keys.PrivacyKey[..DesBlock];
            plain = des.DecryptCbc(encrypted, DesVector(keys, parameters), PaddingMode.None);
            return true;
        }

        using Aes aes = Aes.Create();
        aes.Key = keys.PrivacyKey;
        byte[] whole = aes.DecryptCfb(PadTo(encrypted, AesBlock), AesVector(parameters), PaddingMode.None, feedbackSizeInBits: 128);
        plain = whole[..encrypted.Length];
        return true;
    }

    private static byte[] DesVector(UsmKeys keys, UsmParameters parameters)
    {
        byte[] vector = keys.PrivacyKey[DesBlock..(2 * DesBlock)];
        for (int i = 0; i < DesBlock; i++)
        {
            vector[i] ^= parameters.Salt[i];
        }

        return vector;
    }

    private static byte[] AesVector(UsmParameters parameters)
    {
        var vector = new byte[AesBlock];
        BinaryPrimitives.WriteInt32BigEndian(vector, parameters.Boots);
        BinaryPrimitives.WriteInt32BigEndian(vector.AsSpan(4), parameters.Time);
        parameters.Salt.CopyTo(vector, 8);
        return vector;
    }

    private static byte[] PadTo(ReadOnlySpan<byte> octets, int block)
    {
        var padded = new byte[(octets.Length + block - 1) / block * block];
        octets.CopyTo(padded);
        return padded;
    }
}
