namespace FlowSensor.Engine.Logs.Rare;

/// <summary>What kind of character an octet is; one bit each, so that a word's kinds can be gathered.</summary>
internal static class OctetClass
{
    internal const byte Lower = 1;
    internal const byte Upper = 2;
    internal const byte Digit = 4;
    internal const byte Punctuation = 8;

    /// <summary>Not ASCII: part of a letter in UTF-8, or of anything.</summary>
    internal const byte Foreign = 16;

    private static readonly byte[] Classes = Make();

    /// <summary>The kind of an octet.</summary>
    internal static byte Of(byte octet) => Classes[octet];

    private static byte[] Make()
    {
        byte[] classes = new byte[256];
        for (int octet = 0; octet < classes.Length; octet++)
        {
            char character = (char)octet;
            classes[octet] = char.IsAsciiLetterLower(character) ? Lower
                : char.IsAsciiLetterUpper(character) ? Upper
                : char.IsAsciiDigit(character) ? Digit
                : octet < 128 ? Punctuation
                : Foreign;
        }

        return classes;
    }
}
