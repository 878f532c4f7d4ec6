namespace FlowSensor.Engine.Names;

/// <summary>What addresses that block lists answer mean (RFC 5782 2.1, and the lists' own conventions for errors).</summary>
internal static class ListCode
{
    /// <summary>Why answers list nothing; null where they do.</summary>
    public static string? Refusal(byte[][] codes)
    {
        foreach (byte[] code in codes)
        {
            if (code[0] != 127)
            {
                return "the answer is no code of a list: somebody answers names that do not exist";
            }

            if (code is [127, 255, 255, byte error])
            {
                return error switch
                {
                    252 => "the list says that its name is written wrong (127.255.255.252)",
                    254 => "the list does not answer public resolvers (127.255.255.254): use one of your own",
                    255 => "the list was asked too much (127.255.255.255)",
                    _ => $"the list answered with an error (127.255.255.{error})",
                };
            }
        }

        return null;
    }
}
