using System.IO.Compression;
using FlowSensor.Protocols.Logs;
using FlowSensor.Protocols.Streams;

namespace FlowSensor.Engine.Logs;

/// <summary>
/// Reads log files in one pass and bounded memory: plain, compressed with gzip, or standard input (<c>-</c>), in the order given. Each
/// file's last change is the reference for stamps without a year.
/// </summary>
public sealed class LogFileReader
{
    /// <summary>Standard input as a file name.</summary>
    public const string StandardInput = "-";

    private const int BlockOctets = 1 << 20;

    private readonly byte[] _block = GC.AllocateUninitializedArray<byte>(BlockOctets);
    private readonly LogLineReader _lines;
    private readonly LogClock _clock;
    private readonly LogHeaderReader _headers;
    private readonly TimeProvider _time;
    private readonly List<string> _warnings = [];

    /// <summary>Makes a reader.</summary>
    /// <param name="options">How to read.</param>
    /// <param name="time">The reference where there is no file.</param>
    public LogFileReader(LogFileOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _lines = new LogLineReader(options.MaxLine);
        _clock = new LogClock(options.Zone, options.Year, time.GetUtcNow().ToUnixTimeMilliseconds());
        _headers = new LogHeaderReader(_clock, options.Format);
    }

    /// <summary>Lines read.</summary>
    public long Lines => _lines.Lines;

    /// <summary>Lines of which the end was dropped because they were too long.</summary>
    public long CutLines => _lines.CutLines;

    /// <summary>Lines that begin with no known stamp.</summary>
    public long UnstampedLines { get; private set; }

    /// <summary>Octets read, as they lie on the disk.</summary>
    public long OctetsRead { get; private set; }

    /// <summary>What was wrong with files and did not end the reading, one sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Finds out what can be known before anything is done: that every file is there and readable.</summary>
    /// <exception cref="LogFileException">A file is not.</exception>
    public static void Check(IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (string file in files)
        {
            if (file != StandardInput)
            {
                Open(file).Dispose();
            }
        }
    }

    /// <summary>Reads all files.</summary>
    /// <param name="files">Paths; <c>-</c> is standard input.</param>
    /// <param name="sink">Takes the lines.</param>
    /// <param name="progress">Told now and then; null for nobody.</param>
    /// <param name="cancellation">Ends the reading after the current block.</param>
    /// <exception cref="LogFileException">A file cannot be read.</exception>
    public void Read(IReadOnlyList<string> files, ILogLineSink sink, IProgress<LogProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(sink);
        bool isKnown = !files.Contains(StandardInput);
        long total = isKnown ? files.Sum(static file => new FileInfo(file) is { Exists: true } info ? info.Length : 0) : 0;
        foreach (string file in files)
        {
            using Stream stream = file == StandardInput ? Console.OpenStandardInput() : Open(file);
            _clock.ReferenceMs = file == StandardInput ? _time.GetUtcNow().ToUnixTimeMilliseconds() : LastChange(file);
            try
            {
                Read(file, stream, sink, progress, total, cancellation);
            }
            catch (IOException e)
            {
                throw new LogFileException($"{file} cannot be read on: {e.Message}", e);
            }

            if (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Reads a stream, whose last change is the reader's present.</summary>
    public void Read(string name, Stream stream, ILogLineSink sink, CancellationToken cancellation) =>
        Read(name, stream, sink, progress: null, total: 0, cancellation);

    private static FileStream Open(string file)
    {
        try
        {
            return Directory.Exists(file)
                ? throw new LogFileException($"{file} is a folder; name the log files in it.")
                : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LogFileException($"{file} does not exist.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LogFileException($"{file} may not be read by this user; change its permissions or the user.", e);
        }
        catch (IOException e)
        {
            throw new LogFileException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static long LastChange(string file) => new DateTimeOffset(File.GetLastWriteTimeUtc(file)).ToUnixTimeMilliseconds();

    private void Read(string file, Stream stream, ILogLineSink sink, IProgress<LogProgress>? progress, long total, CancellationToken cancellation)
    {
        long before = OctetsRead;
        using PeekedStream counted = new(stream);
        using Stream content = Unpacked(counted);
        try
        {
            int read;
            while ((read = content.Read(_block)) > 0 && !cancellation.IsCancellationRequested)
            {
                ReadOnlySpan<byte> data = _block.AsSpan(0, read);
                while (_lines.TryNext(ref data, out ReadOnlySpan<byte> line))
                {
                    Hand(line, sink);
                }

                OctetsRead = before + counted.OctetsRead;
                progress?.Report(new LogProgress(file, OctetsRead, total, Lines));
            }
        }
        catch (InvalidDataException)
        {
            _warnings.Add($"{file} is damaged gzip data; what comes before the damage was read.");
        }

        OctetsRead = before + counted.OctetsRead;
        if (_lines.TryFinish(out ReadOnlySpan<byte> last))
        {
            Hand(last, sink);
        }
    }

    private void Hand(ReadOnlySpan<byte> line, ILogLineSink sink)
    {
        if (!_headers.Read(line, out LogHeader header))
        {
            UnstampedLines++;
        }

        sink.OnLine(header, line);
    }

    // RFC 1952 2.3.1: ID1 and ID2. A file that only its name calls compressed is read as it is.
    private static Stream Unpacked(PeekedStream stream) =>
        stream.Peek(2) is [0x1F, 0x8B] ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : stream;
}
