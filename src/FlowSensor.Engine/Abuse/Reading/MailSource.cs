using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Abuse.Reading;

/// <summary>Where complaints come from: an mbox, a Maildir, a single message, or standard input. Only ever read.</summary>
public static class MailSource
{
    /// <summary>Octets of a message that are looked at; a complaint that has not named its host until then is none.</summary>
    public const int DefaultLimit = 16 << 20;

    private const int CopySize = 1 << 16;

    /// <summary>Reads the messages of a place, in order.</summary>
    /// <param name="path">A file, a Maildir, or <c>-</c> for standard input.</param>
    /// <param name="limit">Octets of a message to keep.</param>
    /// <exception cref="MailboxException">It cannot be read.</exception>
    public static IEnumerable<MailboxMessage> Read(string path, int limit = DefaultLimit)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path == "-")
        {
            return ReadInput(Console.OpenStandardInput(), limit);
        }

        if (Directory.Exists(path))
        {
            return ReadMaildir(path, limit);
        }

        return ReadFile(Open(path), path, limit);
    }

    /// <summary>Reads a stream that cannot seek, over a file that is gone when it closes: what comes is never lost to a size.</summary>
    internal static IEnumerable<MailboxMessage> ReadInput(Stream input, int limit)
    {
        // Such a file is its owner's alone.
        var copy = new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, CopySize, FileOptions.DeleteOnClose);
        input.CopyTo(copy, CopySize);
        copy.Position = 0;
        return ReadFile(copy, "standard input", limit);
    }

    private static IEnumerable<MailboxMessage> ReadFile(FileStream file, string name, int limit)
    {
        using (file)
        {
            var reader = new MboxReader(file, name, limit);
            if (BeginsWithMark(file))
            {
                foreach (MailboxMessage message in reader.Read())
                {
                    yield return message;
                }
            }
            else if (file.Length > 0)
            {
                yield return ReadWhole(file, name, limit);
            }
        }
    }

    private static MailboxMessage ReadWhole(FileStream file, string name, int limit)
    {
        using MessageCollector message = new(limit);
        byte[] block = new byte[CopySize];
        file.Position = 0;
        for (int read; (read = file.Read(block)) > 0;)
        {
            message.Add(block.AsSpan(0, read));
        }

        return message.Take(name);
    }

    private static bool BeginsWithMark(FileStream file)
    {
        Span<byte> start = stackalloc byte[8];
        file.Position = 0;
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> text = start[..read];
        return MboxReader.IsMark(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
    }

    // Maildir: each message a file in 'new' or 'cur'; 'tmp' holds what is still being delivered, and a name with T is in the trash.
    private static IEnumerable<MailboxMessage> ReadMaildir(string folder, int limit)
    {
        string[] folders = [Path.Combine(folder, "cur"), Path.Combine(folder, "new")];
        if (!folders.Any(Directory.Exists))
        {
            throw new MailboxException($"'{folder}' is a folder but no Maildir: it has neither 'cur' nor 'new'; name the mailbox itself.");
        }

        IEnumerable<FileInfo> files = folders.Where(Directory.Exists)
            .SelectMany(static part => new DirectoryInfo(part).EnumerateFiles())
            .Where(static file => !file.Name.StartsWith('.') && file.LinkTarget is null && !IsTrashed(file.Name))
            .OrderBy(static file => file.Name, StringComparer.Ordinal);
        foreach (FileInfo info in files)
        {
            // A message may be moved or removed while the folder is read; the next run finds it.
            if (File.Exists(info.FullName))
            {
                using FileStream file = Open(info.FullName);
                yield return ReadWhole(file, info.FullName, limit);
            }
        }
    }

    private static bool IsTrashed(string name)
    {
        int flags = name.LastIndexOf(":2,", StringComparison.Ordinal);
        return flags >= 0 && name.IndexOf('T', flags) >= 0;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MailboxException($"The mailbox '{path}' cannot be read: {FileTrouble.Describe(failure)}.", failure);
        }
    }
}
