using System.Text.Json;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// Templates and sampling intervals on disk: a file of JSON lines, each appended and handed to the kernel when it is learned,
/// so that also a killed sensor finds it. A torn last line is passed over. Rewritten in short when it has grown.
/// </summary>
public sealed class TemplateJournal : ITemplateStore, IDisposable
{
    /// <summary>Name of the file in the store folder.</summary>
    public const string FileName = "templates.jsonl";

    private const int LinesBeforeRewrite = 10_000;

    // As many as the collector keeps by default: forged exporters must not make the file grow for ever.
    private const int MostEntries = 100_000;

    private readonly string _path;
    private FileStream? _file;
    private int _lines;

    private TemplateJournal(string path)
    {
        _path = path;
    }

    /// <summary>What went wrong with the file last, for the operator; null when all is well. The sensor works on without it.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Opens the journal of a folder and gives its content to a collector.</summary>
    /// <param name="folder">The store folder, which exists.</param>
    /// <param name="restore">Takes the templates and intervals that the last run knew.</param>
    public static TemplateJournal Open(string folder, Action<TemplateJournalEntry> restore)
    {
        ArgumentNullException.ThrowIfNull(restore);
        var journal = new TemplateJournal(Path.Combine(folder, FileName));
        journal.Guard(() => journal.Load(restore));
        return journal;
    }

    /// <inheritdoc/>
    public void Save(in ExporterKey exporter, Template item) => Append(TemplateJournalEntry.Of(exporter, item));

    /// <inheritdoc/>
    public void SaveWithdrawal(in ExporterKey exporter, ushort templateId) => Append(TemplateJournalEntry.Withdrawal(exporter, templateId));

    /// <inheritdoc/>
    public void SaveSampling(in ExporterKey exporter, SamplerTable samplers)
    {
        ArgumentNullException.ThrowIfNull(samplers);
        if (samplers.DomainInterval != 0)
        {
            Append(TemplateJournalEntry.Sampling(exporter, null, samplers.DomainInterval));
        }

        foreach ((ulong id, ulong interval) in samplers.Samplers)
        {
            Append(TemplateJournalEntry.Sampling(exporter, id, interval));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Append(TemplateJournalEntry entry) => Guard(() =>
    {
        if (_lines >= LinesBeforeRewrite)
        {
            Rewrite(Read());
        }

        _file ??= OpenFile();
        Write(_file, entry);
        _file.Flush();
        _lines++;
    });

    private void Load(Action<TemplateJournalEntry> restore)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        List<TemplateJournalEntry> entries = Read();
        foreach (TemplateJournalEntry entry in entries)
        {
            restore(entry);
        }

        Rewrite(entries);
    }

    // The last word on every template and sampler. By exporter, so that a withdrawal of all templates looks at no others.
    private List<TemplateJournalEntry> Read()
    {
        _file?.Dispose();
        _file = null;
        var latest = new Dictionary<(string, int, uint), Dictionary<string, TemplateJournalEntry>>();
        foreach (string line in File.ReadLines(_path))
        {
            if (!TemplateJournalEntry.TryParse(line, out TemplateJournalEntry? entry))
            {
                continue;
            }

            (string, int, uint) exporter = (entry.Exporter, entry.Version, entry.Domain);
            if (!latest.TryGetValue(exporter, out Dictionary<string, TemplateJournalEntry>? own))
            {
                latest.Add(exporter, own = new Dictionary<string, TemplateJournalEntry>(StringComparer.Ordinal));
            }

            if (!entry.IsWithdrawal)
            {
                own[entry.Key] = entry;
            }
            else if (!own.Remove(entry.WithdrawnKey))
            {
                foreach (string key in own.Where(pair => entry.Withdraws(pair.Value)).Select(pair => pair.Key).ToArray())
                {
                    own.Remove(key);
                }
            }
        }

        IEnumerable<TemplateJournalEntry> entries = latest.Values.SelectMany(static own => own.Values);
        return [.. latest.Values.Sum(static own => own.Count) <= MostEntries ? entries : entries.OrderByDescending(static entry => entry.Announced).Take(MostEntries)];
    }

    private void Rewrite(List<TemplateJournalEntry> entries)
    {
        string temporary = _path + ".new";
        using (FileStream file = File.Create(temporary))
        {
            foreach (TemplateJournalEntry entry in entries)
            {
                Write(file, entry);
            }
        }

        File.Move(temporary, _path, overwrite: true);
        _lines = 0;
    }

    private FileStream OpenFile()
    {
        var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (file.Length > 0)
        {
            // A line torn by a crash must not swallow the next one.
            file.Seek(-1, SeekOrigin.End);
            bool torn = file.ReadByte() != '\n';
            file.Seek(0, SeekOrigin.End);
            if (torn)
            {
                file.WriteByte((byte)'\n');
            }
        }

        return file;
    }

    private static void Write(FileStream file, TemplateJournalEntry entry)
    {
        file.Write(JsonSerializer.SerializeToUtf8Bytes(entry, TemplateJournalJson.Default.TemplateJournalEntry));
        file.WriteByte((byte)'\n');
    }

    private void Guard(Action action)
    {
        try
        {
            action();
            Trouble = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Trouble = $"Templates cannot be kept in {_path}: {e.Message} After a restart the sensor has to wait for the exporters to send them again.";
            _file?.Dispose();
            _file = null;
        }
    }
}
