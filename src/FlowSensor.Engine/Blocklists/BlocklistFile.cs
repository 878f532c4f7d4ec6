using System.Text;
using System.Text.Json;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Blocklists;

/// <summary>
/// A list in a file, with the one before it beside it (<c>FILE.last</c>) and the entries of both in JSON (<c>FILE.entries</c>,
/// <c>FILE.last.entries</c>): so the next list can be compared, and the last one brought back. A file is whole or the old one: it is written
/// beside its place and moved there.
/// </summary>
/// <param name="path">The file.</param>
public sealed class BlocklistFile(string path)
{
    private const string Last = ".last";
    private const string Entries = ".entries";

    /// <summary>Entries of the list that is in place; none where there is no list yet.</summary>
    /// <exception cref="BlocklistException">They cannot be read.</exception>
    public IReadOnlyList<BlockEntry> Read() => Guarded(() => File.Exists(path + Entries) ? Parse(File.ReadAllBytes(path + Entries)) : []);

    /// <summary>Puts a list in place and keeps the one that was there.</summary>
    /// <exception cref="BlocklistException">It cannot be written; the old one is still in place.</exception>
    public void Replace(string text, Blocklist list) => Guarded(() =>
    {
        foreach (string part in (ReadOnlySpan<string>)["", Entries])
        {
            if (File.Exists(path + part))
            {
                File.Copy(path + part, path + Last + part, overwrite: true);
            }
            else
            {
                File.WriteAllText(path + Last + part, "");
            }
        }

        StringBuilder entries = new();
        using StringWriter writer = new(entries);
        BlocklistFormats.Write("json", writer, list, []);
        Move(path + Entries, entries.ToString());
        Move(path, text);
        return true;
    });

    /// <summary>Brings back the list that was there before; doing it twice changes nothing more.</summary>
    /// <exception cref="BlocklistException">There is none, or it cannot be written.</exception>
    public void Undo() => Guarded(() =>
    {
        if (!File.Exists(path + Last))
        {
            throw new BlocklistException($"There is no list before '{path}' to bring back: '{path}{Last}' is not there.");
        }

        Move(path + Entries, File.ReadAllText(path + Last + Entries));
        Move(path, File.ReadAllText(path + Last));
        return true;
    });

    private static void Move(string place, string text)
    {
        string beside = place + ".new";
        File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(beside, place, overwrite: true);
    }

    private static List<BlockEntry> Parse(byte[] json)
    {
        List<BlockEntry> entries = [];
        if (json.Length == 0)
        {
            return entries;
        }

        using JsonDocument document = JsonDocument.Parse(json);
        foreach (JsonElement entry in document.RootElement.GetProperty("entries").EnumerateArray())
        {
            if (IpPrefix.TryParse(entry.GetProperty("network").GetString(), out IpPrefix network))
            {
                entries.Add(new BlockEntry(
                    network,
                    entry.GetProperty("reason").GetString() ?? "",
                    entry.GetProperty("expires").GetDateTimeOffset(),
                    [.. entry.GetProperty("incidents").EnumerateArray().Select(static incident => incident.GetString() ?? "")]));
            }
        }

        return entries;
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BlocklistException($"The list '{path}' cannot be read or written: {FileTrouble.Describe(failure)}; choose another place with --out.", failure);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new BlocklistException($"The entries in '{path}{Entries}' are damaged; remove that file, and the next list is compared with none.", failure);
        }
    }
}
