using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>DNS queries by type, and answers by code where a resolver logs them.</summary>
internal sealed class LogDnsCounters
{
    private readonly Dictionary<ushort, long> _types = [];
    private bool _sawQueries;

    /// <summary>Queries.</summary>
    public long Queries { get; private set; }

    /// <summary>Answers.</summary>
    public long Responses { get; private set; }

    /// <summary>Queries over TCP, as far as the log says.</summary>
    public long OverTcp { get; private set; }

    /// <summary>Queries with EDNS, as far as the log says.</summary>
    public long WithEdns { get; private set; }

    /// <summary>Answers by response code.</summary>
    public NameCounter ResponseCodes { get; } = new(64);

    /// <summary>Counts a line; true when it stands for a query. Where only answers are logged, each stands for its query.</summary>
    public bool Add(in LogEvent line)
    {
        if (line.Kind == LogEventKind.Answer)
        {
            Responses++;
            ResponseCodes.Add(line.Text);
            if (_sawQueries)
            {
                return false;
            }
        }
        else
        {
            _sawQueries = true;
        }

        Queries++;
        OverTcp += line.IsTcp ? 1 : 0;
        WithEdns += line.Score > 0 ? 1 : 0;
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_types, line.DnsType, out _)++;
        return true;
    }

    /// <summary>Queries by mnemonic of their type, the highest first.</summary>
    public IEnumerable<(string Type, long Queries)> Types() => _types
        .OrderByDescending(static type => type.Value).ThenBy(static type => type.Key)
        .Select(static type => (type.Key == 0 ? "other" : DnsTypes.NameOf(type.Key), type.Value));
}
