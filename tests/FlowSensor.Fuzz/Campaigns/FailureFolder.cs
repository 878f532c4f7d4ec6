using System.Globalization;
using System.Security.Cryptography;
using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz.Campaigns;

/// <summary>Where failing inputs are written: the input, and beside it what went wrong and how to run it again.</summary>
internal sealed class FailureFolder(string path, ulong seed)
{
    /// <summary>Writes an input.</summary>
    /// <returns>The file.</returns>
    public string Write(FuzzTarget target, ReadOnlySpan<byte> input, Exception failure, long execution)
    {
        Directory.CreateDirectory(path);
        string name = $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}";
        string file = Path.Combine(path, name + ".bin");
        File.WriteAllBytes(file, input);
        File.WriteAllText(
            Path.Combine(path, name + ".txt"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"target {target.Name}, seed {seed}, execution {execution}\nFlowSensor.Fuzz --target {target.Name} --input {file}\n\n{failure}\n"));
        return file;
    }

    /// <summary>What makes two failures the same: their kind, and the place in the product where they came up.</summary>
    public static string KeyOf(Exception failure)
    {
        string? place = failure.StackTrace?.Split('\n').Select(static line => line.Trim())
            .FirstOrDefault(static line => line.StartsWith("at FlowSensor.", StringComparison.Ordinal) && !line.StartsWith("at FlowSensor.Fuzz.", StringComparison.Ordinal));
        return failure is PropertyException ? $"property {new string([.. failure.Message.Where(static letter => !char.IsAsciiDigit(letter))])}" : $"{failure.GetType().Name} {place}";
    }
}
