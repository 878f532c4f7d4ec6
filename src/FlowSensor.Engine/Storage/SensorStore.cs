using System.Threading.Channels;
using FlowSensor.Engine.Configuration;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// The embedded store, seen from the sensor: spans go into a bounded queue and one thread writes them. A store has one
/// writer at a time, which a lock file makes sure of; questions are asked through <see cref="StoreReader"/>.
/// </summary>
public sealed class SensorStore : IDisposable
{
    private const int QueueLength = 256;
    private const string LockFileName = "flowsensor.lock";
    private static readonly TimeSpan[] RetryPauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly string _folder;
    private readonly FileStream _lockFile;
    private readonly SqliteConnection _connection;
    private readonly SpanWriter _writer;
    private readonly MailWriter _mail;
    private readonly LogWriter _logs;
    private readonly InspectionWriter _inspections;
    private readonly IncidentWriter _incidents;
    private readonly SpanRetention _retention;
    private readonly Channel<StoredItem> _queue = Channel.CreateBounded<StoredItem>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Thread _thread;
    private long _written;
    private long _lost;
    private StoreException? _failure;

    private SensorStore(StoreOptions options, FileStream lockFile, SqliteConnection connection)
    {
        _folder = options.Path;
        _lockFile = lockFile;
        _connection = connection;
        _writer = new SpanWriter(connection, options.HourSources);
        _mail = new MailWriter(connection);
        _logs = new LogWriter(connection);
        _inspections = new InspectionWriter(connection);
        _incidents = new IncidentWriter(connection, options.EvidenceRecords);
        _retention = new SpanRetention(connection, options.Retention);
        _thread = new Thread(WriteLoop) { Name = "store writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Called on the writer's thread when a span is lost, with the reason.</summary>
    public event Action<StoreException>? SpanLost;

    /// <summary>Spans written so far.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Items lost, because the queue was full or the database failed repeatedly.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>The last failure of the writer; null while all is well.</summary>
    public StoreException? Failure => Volatile.Read(ref _failure);

    /// <summary>Opens the store of a folder for writing and makes what is missing.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static SensorStore Open(StoreOptions options)
    {
        FileStream? lockFile = null;
        try
        {
            lockFile = TakeLock(options.Path);
            return new SensorStore(options, lockFile, StoreConnection.OpenToWrite(options.Path));
        }
        catch (StoreException)
        {
            lockFile?.Dispose();
            throw;
        }
    }

    /// <summary>Hands over an item without waiting; it is lost, and counted so, when the queue is full.</summary>
    public bool TryAdd(StoredItem item)
    {
        if (_queue.Writer.TryWrite(item))
        {
            return true;
        }

        Interlocked.Increment(ref _lost);
        return false;
    }

    /// <summary>Hands over an item and waits while the queue is full, as a replay does.</summary>
    public void Add(StoredItem item)
    {
        while (!_queue.Writer.TryWrite(item))
        {
            if (!_queue.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
            {
                Interlocked.Increment(ref _lost);
                return;
            }
        }
    }

    /// <summary>Writes what is queued and closes the database.</summary>
    public void Dispose()
    {
        if (!_queue.Writer.TryComplete())
        {
            return;
        }

        _thread.Join();
        _writer.Dispose();
        _mail.Dispose();
        _logs.Dispose();
        _inspections.Dispose();
        _incidents.Dispose();
        _connection.Dispose();
        _lockFile.Dispose();
    }

    private static FileStream TakeLock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store folder '{folder}' cannot be made: {FileTrouble.Describe(failure)}; choose another with store.path or --store.", failure);
        }

        try
        {
            return new FileStream(Path.Combine(folder, LockFileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreException($"The store folder '{folder}' cannot be written: permission denied; choose another with store.path or --store.", failure);
        }
        catch (IOException failure)
        {
            throw new StoreException($"The store in '{folder}' is in use by another sensor; stop that one, or choose another folder with store.path or --store.", failure);
        }
    }

    private void WriteLoop()
    {
        ChannelReader<StoredItem> reader = _queue.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out StoredItem? item))
            {
                WriteWithRetries(item);
            }
        }
    }

    private void WriteWithRetries(StoredItem item)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Write(item);
                Interlocked.Add(ref _written, item is StoredSpan ? 1 : 0);
                return;
            }
            catch (SqliteException failure)
            {
                _writer.ForgetNames();
                StoreException explained = StoreConnection.Explain(failure, _folder);
                Volatile.Write(ref _failure, explained);
                if (attempt == RetryPauses.Length)
                {
                    Interlocked.Increment(ref _lost);
                    SpanLost?.Invoke(explained);
                    return;
                }

                Thread.Sleep(RetryPauses[attempt]);
            }
        }
    }

    private void Write(StoredItem item)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        Write(item, transaction);
        transaction.Commit();
    }

    private void Write(StoredItem item, SqliteTransaction transaction)
    {
        switch (item)
        {
            case StoredSpan span:
                _writer.Write(span, transaction);
                if (span.Kind == SpanKind.Hour)
                {
                    _retention.Apply(transaction);
                }

                break;
            case StoredMail mail:
                _mail.Write(mail, transaction);
                break;
            case StoredInspection inspection:
                _inspections.Write(inspection, transaction);
                break;
            case StoredIncident incident:
                _incidents.Write(incident, transaction);
                break;
            case StoredEvidence evidence:
                _incidents.Write(evidence, transaction);
                break;
            case StoredDetectorState state:
                _incidents.Write(state, transaction);
                break;
            case StoredLogs logs:
                _logs.Write(logs, transaction);
                foreach (StoredItem part in logs.Items)
                {
                    Write(part, transaction);
                }

                break;
        }
    }
}
