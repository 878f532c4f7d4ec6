namespace FlowSensor.Engine.Abuse.Delivery;

/// <summary>A walk through the mails that wait, those longest due first: each is looked at once.</summary>
/// <param name="begun">When it began, Unix milliseconds: a mail is tried once a round.</param>
/// <param name="isHurried">Wait for no pause.</param>
internal sealed class OutboxRound(long begun, bool isHurried)
{
    /// <summary>When it began, Unix milliseconds.</summary>
    public long Begun => begun;

    /// <summary>True to wait for no pause.</summary>
    public bool IsHurried => isHurried;

    /// <summary>When the mail looked at last was due, Unix milliseconds.</summary>
    public long Next { get; private set; } = long.MinValue;

    /// <summary>Number of the mail looked at last.</summary>
    public long Id { get; private set; }

    /// <summary>Mails looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>Goes on to a mail.</summary>
    public void Look(long next, long id) => (Next, Id, Looked) = (next, id, Looked + 1);
}
