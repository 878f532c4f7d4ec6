using System.Text;
using FlowSensor.Engine.Output.Delivery;
using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Tests.Output.Delivery;

/// <summary>Keeps what it is given, and answers as the test says.</summary>
internal sealed class RecordingSender(Func<int, SendVerdict> answer) : IBatchSender
{
    private readonly List<(string Text, SendOutcome Outcome)> _sent = [];

    public IReadOnlyList<string> Delivered
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent.Where(static batch => batch.Outcome == SendOutcome.Delivered).Select(static batch => batch.Text)];
            }
        }
    }

    public int Attempts
    {
        get
        {
            lock (_sent)
            {
                return _sent.Count;
            }
        }
    }

    public SendVerdict Send(SpoolBatch batch, CancellationToken stop)
    {
        lock (_sent)
        {
            SendVerdict verdict = answer(_sent.Count);
            _sent.Add((Encoding.UTF8.GetString(batch.Payload.Span), verdict.Outcome));
            return verdict;
        }
    }

    public void Dispose()
    {
    }
}
