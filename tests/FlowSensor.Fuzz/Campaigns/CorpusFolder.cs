using System.Security.Cryptography;
using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz.Campaigns;

/// <summary>Inputs kept on disk, a folder a target, so that the next session starts where this one ended.</summary>
internal static class CorpusFolder
{
    /// <summary>The inputs of a target; none without a folder.</summary>
    public static IEnumerable<byte[]> Read(string? folder, FuzzTarget target)
    {
        string? own = folder is null ? null : Path.Combine(folder, target.Name);
        return own is not null && Directory.Exists(own)
            ? [.. Directory.EnumerateFiles(own).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
            : [];
    }

    /// <summary>Writes the inputs that are not there yet.</summary>
    public static void Write(string? folder, Campaign campaign)
    {
        if (folder is null)
        {
            return;
        }

        string own = Directory.CreateDirectory(Path.Combine(folder, campaign.Target.Name)).FullName;
        foreach (byte[] input in campaign.Inputs)
        {
            string file = Path.Combine(own, Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
            if (!File.Exists(file))
            {
                File.WriteAllBytes(file, input);
            }
        }
    }
}
