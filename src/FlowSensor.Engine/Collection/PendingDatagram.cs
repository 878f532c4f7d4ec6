namespace FlowSensor.Engine.Collection;

/// <summary>A datagram whose fate is open: it has data sets that wait for a template.</summary>
internal sealed class PendingDatagram
{
    public PendingDatagram(Exporter exporter)
    {
        Exporter = exporter;
    }

    public Exporter Exporter { get; }

    /// <summary>Sets that still wait.</summary>
    public int Waiting { get; set; }

    /// <summary>True when a set was given up: the datagram then counts as dropped for its unknown template.</summary>
    public bool Lost { get; set; }

    /// <summary>
    /// True once the datagram was read to its end and stands in the ledger as pending. One that turned out broken behind the
    /// waiting set never is: its fate is known, though the set may still be read.
    /// </summary>
    public bool IsOpen { get; set; }

    /// <summary>Settles the datagram in its exporter's ledger once no set waits.</summary>
    public void Settle()
    {
        if (!IsOpen || Waiting > 0)
        {
            return;
        }

        IsOpen = false;

        Ledger ledger = Exporter.Ledger;
        ledger.Pending--;
        if (Lost)
        {
            ledger.Drop(DropCause.UnknownTemplate);
        }
        else
        {
            ledger.Decoded++;
        }
    }
}
