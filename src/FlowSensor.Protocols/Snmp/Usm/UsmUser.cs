using System.Text;

namespace FlowSensor.Protocols.Snmp.Usm;

/// <summary>A user of SNMPv3 with its passwords, from which the keys for an engine are made.</summary>
public sealed class UsmUser
{
    // RFC 3414 A.2: one mebioctet of the repeated password.
    private const int ExpandedLength = 1 << 20;

    private readonly byte[] _authenticationKey;
    private readonly byte[] _privacyKey;

    /// <summary>Makes a user; expanding the passwords takes some milliseconds, once.</summary>
    /// <param name="name">The user name.</param>
    /// <param name="authentication">Authentication protocol.</param>
    /// <param name="authenticationPassword">Its password, at least 8 characters (RFC 3414 11.2).</param>
    /// <param name="privacy">Privacy protocol.</param>
    /// <param name="privacyPassword">Its password, at least 8 characters.</param>
    /// <exception cref="ArgumentException">A password is too short, or privacy is asked for without authentication.</exception>
    public UsmUser(
        string name,
        UsmAuthentication authentication = UsmAuthentication.None,
        string authenticationPassword = "",
        UsmPrivacy privacy = UsmPrivacy.None,
        string privacyPassword = "")
    {
        if (privacy != UsmPrivacy.None && authentication == UsmAuthentication.None)
        {
            throw new ArgumentException("SNMPv3 has no privacy without authentication.", nameof(privacy));
        }

        Name = name;
        Authentication = authentication;
        Privacy = privacy;
        _authenticationKey = authentication == UsmAuthentication.None ? [] : Expand(authentication, authenticationPassword);
        _privacyKey = privacy == UsmPrivacy.None ? [] : Expand(authentication, privacyPassword);
    }

    /// <summary>The user name.</summary>
    public string Name { get; }

    /// <summary>Authentication protocol.</summary>
    public UsmAuthentication Authentication { get; }

    /// <summary>Privacy protocol.</summary>
    public UsmPrivacy Privacy { get; }

    /// <summary>Makes the user's keys for one engine (RFC 3414 2.6).</summary>
    public UsmKeys Localize(ReadOnlySpan<byte> engineId)
    {
        byte[] authentication = _authenticationKey.Length == 0 ? [] : Localize(Authentication, _authenticationKey, engineId);
        byte[] privacy = _privacyKey.Length == 0 ? [] : Localize(Authentication, _privacyKey, engineId);
        return new UsmKeys(Authentication, authentication, Privacy, Extend(privacy, engineId));
    }

    /// <summary>Password to key (RFC 3414 A.2): the hash of a mebioctet of the repeated password.</summary>
    internal static byte[] Expand(UsmAuthentication protocol, string password)
    {
        byte[] octets = Encoding.UTF8.GetBytes(password);
        if (octets.Length < 8)
        {
            throw new ArgumentException("An SNMPv3 password has at least 8 characters (RFC 3414 11.2).", nameof(password));
        }

        return Expand(protocol, octets);
    }

    private static byte[] Expand(UsmAuthentication protocol, ReadOnlySpan<byte> octets)
    {
        var expanded = new byte[ExpandedLength];
        for (int i = 0; i < expanded.Length; i += octets.Length)
        {
            octets[..Math.Min(octets.Length, expanded.Length - i)].CopyTo(expanded.AsSpan(i));
        }

        return UsmHash.HashData(protocol, expanded);
    }

    // RFC 3414 A.2: H(Ku || engine id || Ku).
    private static byte[] Localize(UsmAuthentication protocol, ReadOnlySpan<byte> key, ReadOnlySpan<byte> engineId) =>
        UsmHash.HashData(protocol, [.. key, .. engineId, .. key]);

    private byte[] Extend(byte[] key, ReadOnlySpan<byte> engineId)
    {
        int wanted = UsmCipher.KeySize(Privacy);
        bool cisco = Privacy is UsmPrivacy.Aes192Cisco or UsmPrivacy.Aes256Cisco;
        while (key.Length < wanted)
        {
            byte[] more = cisco
                ? Localize(Authentication, Expand(Authentication, key), engineId)
                : UsmHash.HashData(Authentication, key);
            key = [.. key, .. more];
        }

        return key[..wanted];
    }
}
