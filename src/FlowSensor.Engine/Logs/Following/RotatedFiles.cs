using System.IO.Compression;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs.Following;

/// <summary>The rotated files beside a log, as logrotate, newsyslog and savelog name them: a number or a date behind the name, packed or not.</summary>
internal static class RotatedFiles
{
    private const int MaxFiles = 512;

    /// <summary>Those of a log, by last change, the oldest first.</summary>
    internal static IReadOnlyList<string> Of(string path)
    {
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        string name = Path.GetFileName(path);
        try
        {
            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles(name + "*").Where(file => IsRotated(file.Name.AsSpan(name.Length)))
                    .OrderByDescending(static file => file.LastWriteTimeUtc).Take(MaxFiles)
                    .Reverse().Select(static file => file.FullName),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The first octets of a file's content; empty when it cannot be read.</summary>
    internal static byte[] Beginning(string path)
    {
        try
        {
            using Stream content = OpenContent(path);
            byte[] octets = new byte[FilePrint.MaxLength];
            return octets[..content.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>Reads a finished file behind a position. False when it is not the file that the position was in, and nothing was handed on.</summary>
    /// <param name="path">The file; packed with gzip or not.</param>
    /// <param name="position">Where to begin; null at the start.</param>
    /// <param name="block">Memory to read into, larger than the prints.</param>
    /// <param name="maxLine">Octets kept of a line.</param>
    /// <param name="take">Takes the lines.</param>
    internal static bool TryRead(string path, FollowedPosition? position, byte[] block, int maxLine, LineTaker take)
    {
        try
        {
            Stream content;
            bool isThere = TrySkip(path, position ?? new FollowedPosition(0, 0, 0, default, default), block, out content);
            using Stream closing = content;
            if (!isThere)
            {
                return false;
            }

            LogLineReader lines = new(maxLine);
            while (content.Read(block) is int count and > 0)
            {
                ReadOnlySpan<byte> data = block.AsSpan(0, count);
                while (lines.TryNext(ref data, out ReadOnlySpan<byte> line))
                {
                    take(line);
                }
            }

            if (lines.TryFinish(out ReadOnlySpan<byte> last))
            {
                take(last);
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    // Reads up to the position and compares what is known of the octets before it.
    private static bool TrySkip(string path, FollowedPosition position, byte[] block, out Stream content)
    {
        content = OpenContent(path);
        long tailStart = position.Offset - position.Tail.Length;
        if (!position.Head.Fits(Beginning(path)) || tailStart < 0)
        {
            return false;
        }

        for (long skipped = 0; skipped < tailStart;)
        {
            int read = content.Read(block.AsSpan(0, (int)Math.Min(block.Length, tailStart - skipped)));
            if (read == 0)
            {
                return false;
            }

            skipped += read;
        }

        Span<byte> tail = block.AsSpan(0, position.Tail.Length);
        return content.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false) == tail.Length && FilePrint.Of(tail) == position.Tail;
    }

    private static bool IsRotated(ReadOnlySpan<char> suffix)
    {
        if (suffix.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            suffix = suffix[..^3];
        }

        return suffix is ['.' or '-', >= '0' and <= '9', ..] ? suffix[1..].IndexOfAnyExcept("0123456789-.:T_") < 0 : suffix.SequenceEqual(".old");
    }

    private static Stream OpenContent(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic is [0x1F, 0x8B] ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
