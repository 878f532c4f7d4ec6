using System.Globalization;
using FlowSensor.Engine.ClickHouse;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>The nodes of a configuration: one is spoken to as long as it answers, then the next. Belongs to one thread.</summary>
internal sealed class ClickHouseNodes : IDisposable
{
    private readonly ClickHouseOptions _options;
    private readonly List<ClickHouseClient> _clients;
    private int _current;
    private ClickHouseSchema? _schema;

    /// <summary>Makes a client for each node; nothing is sent yet.</summary>
    /// <param name="options">Addresses and user.</param>
    public ClickHouseNodes(ClickHouseOptions options)
    {
        _options = options;
        Uri first = options.Url ?? throw new ArgumentException("No url is set.", nameof(options));
        _clients = [.. options.Nodes.Prepend(first).Distinct().Select(url => new ClickHouseClient(url, options.User, options.Password, options.Timeout))];
    }

    /// <summary>The node that is spoken to.</summary>
    public ClickHouseClient Current => _clients[_current];

    /// <summary>Speaks to the next node from here on.</summary>
    public void TurnToNext() => _current = (_current + 1) % _clients.Count;

    /// <summary>The schema, after its steps were run where they had not been; they are run once, and again after <see cref="Forget"/>.</summary>
    /// <exception cref="ClickHouseException">A statement was refused, failed, or was not answered.</exception>
    public async Task<ClickHouseSchema> PrepareAsync(CancellationToken cancellation)
    {
        if (_schema is not null)
        {
            return _schema;
        }

        List<string[]> answer = await Current.QueryAsync("SELECT version()", cancellation).ConfigureAwait(false);
        ClickHouseSchema schema = new(_options, ClickHouseVersion.Parse(answer is [[string version, ..], ..] ? version : ""));
        int done = await DoneAsync(schema, cancellation).ConfigureAwait(false);
        if (done < ClickHouseSchema.Newest)
        {
            // Only then: what runs on every node of a cluster waits for every node.
            foreach (string statement in schema.StatementsAfter(done).Prepend(schema.CreateDatabase))
            {
                await EverywhereAsync(statement, cancellation).ConfigureAwait(false);
            }

            await Current.ExecuteAsync(
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {schema.Table("schema_versions")} (version, applied) SELECT {ClickHouseSchema.Newest}, now()"), cancellation)
                .ConfigureAwait(false);
        }

        return _schema = schema;
    }

    /// <summary>Something is missing on the server: the schema is looked at again.</summary>
    public void Forget() => _schema = null;

    /// <summary>Runs a statement where it has to run: on every node that was told, or on one that passes it on.</summary>
    /// <exception cref="ClickHouseException">It was refused, failed, or was not answered.</exception>
    public async Task EverywhereAsync(string statement, CancellationToken cancellation)
    {
        IEnumerable<ClickHouseClient> nodes = _options is { Cluster: not null, Replicated: false } ? _clients : [Current];
        foreach (ClickHouseClient node in nodes)
        {
            await node.ExecuteAsync(statement, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.ForEach(static client => client.Dispose());

    private async Task<int> DoneAsync(ClickHouseSchema schema, CancellationToken cancellation)
    {
        try
        {
            List<string[]> answer = await Current.QueryAsync($"SELECT max(version) FROM {schema.Table("schema_versions")}", cancellation).ConfigureAwait(false);
            return answer is [[string number, ..], ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int done) ? done : 0;
        }
        catch (ClickHouseException missing) when (missing.IsSchemaMissing)
        {
            return 0;
        }
    }
}
