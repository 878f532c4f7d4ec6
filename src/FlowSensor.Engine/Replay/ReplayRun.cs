using FlowSensor.Engine.Intake;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Replay;

/// <summary>Feeds capture files to the sensor in the order given.</summary>
public sealed class ReplayRun
{
    private const int PacketsBetweenReports = 8192;

    private readonly IReadOnlyList<string> _files;
    private readonly Func<CaptureKind, ICaptureIntake> _intake;

    /// <summary>Makes a run.</summary>
    /// <param name="files">Paths of captures.</param>
    /// <param name="intake">Gives the intake for a kind of capture, the same one each time.</param>
    public ReplayRun(IReadOnlyList<string> files, Func<CaptureKind, ICaptureIntake> intake)
    {
        _files = files;
        _intake = intake;
    }

    /// <summary>What was read.</summary>
    public ReplayInput Input { get; } = new();

    /// <summary>Finds out what can be known before anything is done: that every file is there, readable, and a capture.</summary>
    /// <exception cref="ReplayException">A file is not.</exception>
    public static void Check(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            using CaptureReader reader = Open(file);
            if (reader.Status == CaptureStatus.NotACapture)
            {
                throw new ReplayException($"{file} is not a capture: pcap and pcapng are read, also compressed with gzip.");
            }
        }
    }

    /// <summary>Reads all files.</summary>
    /// <param name="kind">What they hold; <see cref="CaptureKind.Auto"/> looks into each.</param>
    /// <param name="progress">Told now and then; null for nobody.</param>
    /// <param name="cancellation">Ends the run after the current packet; what was read is kept.</param>
    /// <exception cref="ReplayException">A file cannot be read.</exception>
    public void Run(CaptureKind kind, IProgress<ReplayProgress>? progress, CancellationToken cancellation)
    {
        long total = _files.Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);
        long done = 0;
        var intakes = new HashSet<ICaptureIntake>();
        foreach (string file in _files)
        {
            ICaptureIntake intake = _intake(kind == CaptureKind.Auto ? Decide(file) : kind);
            intakes.Add(intake);
            using CaptureReader reader = Open(file);
            try
            {
                Read(file, reader, intake, progress, done, total, cancellation);
            }
            catch (IOException e)
            {
                throw new ReplayException($"{file} cannot be read on: {e.Message}", e);
            }

            Judge(file, reader.Status);
            done += reader.BytesRead;
            Input.Files++;
            if (cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        foreach (ICaptureIntake intake in intakes)
        {
            intake.Complete();
        }
    }

    private static CaptureKind Decide(string file)
    {
        using CaptureReader reader = Open(file);
        return ExportRecognition.Decide(reader);
    }

    private static CaptureReader Open(string file)
    {
        try
        {
            if (Directory.Exists(file))
            {
                throw new ReplayException($"{file} is a folder; name the capture files in it.");
            }

            return CaptureReader.Open(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1));
        }
        catch (FileNotFoundException e)
        {
            throw new ReplayException($"{file} does not exist.", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new ReplayException($"{file} does not exist.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ReplayException($"{file} may not be read by this user; change its permissions or the user.", e);
        }
        catch (IOException e)
        {
            throw new ReplayException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private void Read(
        string file,
        CaptureReader reader,
        ICaptureIntake intake,
        IProgress<ReplayProgress>? progress,
        long done,
        long total,
        CancellationToken cancellation)
    {
        int untilReport = PacketsBetweenReports;
        bool isFirst = true;
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            if (isFirst)
            {
                isFirst = false;
                if (packet.TimestampNs < Input.LastNs)
                {
                    intake.BreakTime();
                }
            }

            Input.Add(packet);
            if (!intake.Take(packet))
            {
                Input.OtherPackets++;
            }

            if (--untilReport == 0)
            {
                untilReport = PacketsBetweenReports;
                progress?.Report(new ReplayProgress(file, done + reader.BytesRead, total, progress is null ? 0 : intake.Records));
                if (cancellation.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private void Judge(string file, CaptureStatus status)
    {
        switch (status)
        {
            case CaptureStatus.Ok:
            case CaptureStatus.EndOfFile:
                break;
            case CaptureStatus.NotACapture:
                throw new ReplayException($"{file} is not a capture: pcap and pcapng are read, also compressed with gzip.");
            case CaptureStatus.Truncated:
                Input.Warnings.Add($"{file} ends inside a packet; all before it was read.");
                break;
            default:
                Input.Warnings.Add($"{file} is damaged ({status}); all before the damage was read.");
                break;
        }
    }
}
