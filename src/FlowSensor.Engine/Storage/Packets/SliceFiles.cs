using System.Globalization;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Storage.Packets;

/// <summary>
/// Files of packets kept as evidence: one pcap file for each window and link type, named by the window's start, so that age and order are in the
/// names; a further one where a sensor that was started again ends the same window. The oldest give way when there are too many octets.
/// </summary>
/// <param name="folder">Where they lie; made when the first is written.</param>
/// <param name="maxOctets">Octets of all files.</param>
/// <param name="retentionMs">Age at which they are deleted, by the time of the data.</param>
public sealed class SliceFiles(string folder, long maxOctets, long retentionMs)
{
    private const string Folder = "packets";
    private const string NameForm = "yyyyMMdd'T'HHmmss'Z'";

    // Octets of packets that one report takes.
    private const int MostOfReport = 8_000_000;

    // Files of one window and link type: a sensor that restarts more often than this within a minute has other troubles.
    private const int MostOfWindow = 99;

    private List<(string Path, long Time, long Octets)>? _files;

    /// <summary>Files that could not be written.</summary>
    public long Failed { get; private set; }

    /// <summary>Why the last one could not be; null where none has failed.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The files beside a store.</summary>
    /// <param name="store">Folder of the store.</param>
    /// <param name="maxOctets">Octets of all files.</param>
    /// <param name="retention">Age at which they are deleted.</param>
    public static SliceFiles Beside(string store, long maxOctets, TimeSpan retention) => new(Path.Combine(store, Folder), maxOctets, (long)retention.TotalMilliseconds);

    /// <summary>Packets of a host and a time, as one pcap file; empty where there are none.</summary>
    /// <param name="store">Folder of the store.</param>
    /// <param name="host">The host.</param>
    /// <param name="fromMs">From when, Unix milliseconds.</param>
    /// <param name="toMs">Until when, exclusive.</param>
    public static byte[] Read(string store, IpAddress host, long fromMs, long toMs)
    {
        using MemoryStream found = new();
        CaptureWriter? writer = null;
        LinkType link = default;
        PacketParser parser = new(new PacketParserOptions());
        foreach ((string path, long start, long _) in List(Path.Combine(store, Folder)))
        {
            if (start >= toMs)
            {
                break;
            }

            try
            {
                using CaptureReader reader = CaptureReader.Open(File.OpenRead(path));
                while (found.Length < MostOfReport && reader.TryReadNext(out CapturedPacket packet))
                {
                    long time = packet.TimestampNs / 1_000_000;
                    ParseStatus status = parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
                    bool isOf = status is ParseStatus.Ok or ParseStatus.TruncatedTransport or ParseStatus.BadTransport && (headers.Source == host || headers.Destination == host);
                    if (time >= fromMs && time < toMs && isOf && (writer is null || packet.LinkType == link))
                    {
                        link = packet.LinkType;
                        writer ??= new CaptureWriter(found, link);
                        writer.Write(packet.TimestampNs, packet.Data, packet.WireLength);
                    }
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The running sensor has deleted it meanwhile, or keeps it to itself.
            }
        }

        return found.ToArray();
    }

    /// <summary>Writes a file.</summary>
    /// <param name="start">Start of the window, Unix milliseconds.</param>
    /// <param name="link">Link type of the packets.</param>
    /// <param name="snapLength">Octets that packets are cut to.</param>
    /// <param name="write">Writes the packets.</param>
    internal void Write(long start, LinkType link, int snapLength, Action<CaptureWriter> write)
    {
        string path = "";
        try
        {
            Directory.CreateDirectory(folder);
            _files ??= List(folder);
            path = FreePath(start, link);
            string part = path + ".part";
            using (CaptureWriter writer = new(new BufferedStream(new FileStream(part, FileMode.Create, FileAccess.Write), 65_536), link, snapLength: snapLength))
            {
                write(writer);
            }

            File.Move(part, path);
            _files.Add((path, start, new FileInfo(path).Length));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failed++;
            Trouble = $"Packets kept as evidence cannot be written to {(path.Length > 0 ? path : folder)}: {failure.Message}";
        }
    }

    /// <summary>Deletes what is too old and what is too much.</summary>
    /// <param name="now">The time of the data, Unix milliseconds.</param>
    internal void Expire(long now)
    {
        if (_files is null && !Directory.Exists(folder))
        {
            return;
        }

        _files ??= List(folder);
        long octets = _files.Sum(static file => file.Octets);
        while (_files.Count > 0 && (octets > maxOctets || now - _files[0].Time > retentionMs))
        {
            try
            {
                File.Delete(_files[0].Path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Failed++;
                Trouble = $"Packets kept as evidence cannot be deleted: {failure.Message}";
            }

            octets -= _files[0].Octets;
            _files.RemoveAt(0);
        }
    }

    // What was kept before a restart, or before the clock of the data was set back, stays. A low line sorts behind the point, so the first file stays first.
    private string FreePath(long start, LinkType link)
    {
        string time = DateTimeOffset.FromUnixTimeMilliseconds(start).UtcDateTime.ToString(NameForm, CultureInfo.InvariantCulture);
        for (int number = 1; number <= MostOfWindow; number++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{time}-{(int)link}{(number == 1 ? "" : $"_{number:00}")}.pcap"));
            if (!File.Exists(path))
            {
                return path;
            }
        }

        throw new IOException($"there are {MostOfWindow} files of the window {time} already");
    }

    private static List<(string Path, long Time, long Octets)> List(string folder)
    {
        DirectoryInfo place = new(folder);
        if (!place.Exists)
        {
            return [];
        }

        List<(string Path, long Time, long Octets)> files = [];
        foreach (FileInfo file in place.GetFiles("*.pcap").OrderBy(static file => file.Name, StringComparer.Ordinal))
        {
            if (DateTimeOffset.TryParseExact(file.Name.Split('-')[0], NameForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            {
                files.Add((file.FullName, time.ToUnixTimeMilliseconds(), file.Exists ? file.Length : 0));
            }
        }

        return files;
    }
}
