namespace FlowSensor.Engine.Logs.Rare;

/// <summary>FNV-1a over 64 bits, mixed at the end: words and names are told apart by it.</summary>
internal static class WordHash
{
    internal const ulong Start = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>The hash of octets, never 0.</summary>
    internal static ulong Of(ReadOnlySpan<byte> octets)
    {
        ulong hash = Start;
        foreach (byte octet in octets)
        {
            hash = (hash ^ octet) * Prime;
        }

        return Mix(hash) | 1;
    }

    /// <summary>Takes one more hash into a running one; the order counts.</summary>
    internal static ulong Combine(ulong running, ulong hash) => Mix((running ^ hash) * Prime);

    // The finalizer of MurmurHash3: FNV's high bits depend too little on the last octets.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return hash ^ (hash >> 33);
    }
}
