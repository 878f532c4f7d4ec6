using FlowSensor.Engine.ClickHouse;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>
/// Brings a batch to ClickHouse: its rows into their tables, then the sums that it asks for. Every step can be done twice, so after any
/// failure the whole batch is sent again.
/// </summary>
/// <param name="nodes">Where to.</param>
/// <param name="retention">Drops what is too old, on servers that do not do it themselves.</param>
/// <param name="sensor">Name of the sensor.</param>
/// <param name="hourSources">Sources kept of each service and direction for an hour.</param>
internal sealed class ClickHouseSender(ClickHouseNodes nodes, ClickHouseRetention retention, string sensor, int hourSources) : IBatchSender
{
    /// <inheritdoc/>
    public SendVerdict Send(SpoolBatch batch, CancellationToken stop)
    {
        if (BatchFormat.Read(batch.Payload) is not BatchContent content)
        {
            return SendVerdict.Rejected("the batch in the spool is not of a format that this version knows");
        }

        try
        {
            SendAsync(content, stop).GetAwaiter().GetResult();
            return SendVerdict.Delivered;
        }
        catch (ClickHouseException failure) when (failure.IsContentRefused)
        {
            return SendVerdict.Rejected(failure.Message.TrimEnd('.'));
        }
        catch (ClickHouseException failure)
        {
            if (failure.IsSchemaMissing)
            {
                nodes.Forget();
            }

            nodes.TurnToNext();
            return SendVerdict.Retry(failure.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException)
        {
            return SendVerdict.Retry("the sensor is ending");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => nodes.Dispose();

    private async Task SendAsync(BatchContent content, CancellationToken stop)
    {
        ClickHouseSchema schema = await nodes.PrepareAsync(stop).ConfigureAwait(false);
        foreach ((ClickHouseTable table, ReadOnlyMemory<byte> gzip) in content.Sections)
        {
            string statement = $"INSERT INTO {schema.Table(ClickHouseTables.NameOf(table))} ({ClickHouseTables.ColumnsOf(table)}) FORMAT RowBinary";
            await nodes.Current.InsertAsync(statement, gzip, stop).ConfigureAwait(false);
        }

        SummingStatements sums = new(schema, sensor, hourSources);
        foreach (string statement in sums.ClosedHours(content.ClosedHours).Concat(sums.Minutes(content.Minutes)).Concat(sums.Hours(content.Hours)))
        {
            await nodes.Current.ExecuteAsync(statement, stop).ConfigureAwait(false);
        }

        await retention.ApplyAsync(nodes, schema, stop).ConfigureAwait(false);
    }
}
