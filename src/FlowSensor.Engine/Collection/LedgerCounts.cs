namespace FlowSensor.Engine.Collection;

/// <summary>The numbers of a ledger at one moment.</summary>
internal readonly record struct LedgerCounts(
    long Datagrams, long Decoded, long Records, long OptionsRecords, long Templates, long SequenceLost,
    long Malformed, long Unsupported, long UnknownTemplate, long NotAllowed, long QueueFull, long TableFull, long Late, long RateLimited, long Duplicates,
    long LongRecords)
{
    /// <summary>The numbers of a ledger now.</summary>
    public static LedgerCounts Of(Ledger ledger) => new(
        ledger.Datagrams, ledger.Decoded, ledger.Records, ledger.OptionsRecords, ledger.Templates, ledger.SequenceLost,
        ledger.Dropped(DropCause.Malformed), ledger.Dropped(DropCause.Unsupported), ledger.Dropped(DropCause.UnknownTemplate), ledger.Dropped(DropCause.NotAllowed),
        ledger.Dropped(DropCause.QueueFull), ledger.Dropped(DropCause.TableFull), ledger.Dropped(DropCause.Late), ledger.Dropped(DropCause.RateLimited), ledger.DuplicateRecords,
        ledger.LongRecords);

    /// <summary>The numbers as a ledger of the store.</summary>
    public ExporterLedger ToLedger(int index, ExporterIdentity exporter) => new()
    {
        ExporterIndex = index,
        Exporter = exporter,
        Datagrams = Datagrams,
        Decoded = Decoded,
        Records = Records,
        OptionsRecords = OptionsRecords,
        Templates = Templates,
        SequenceLost = SequenceLost,
        Duplicates = Duplicates,
        LongRecords = LongRecords,
        Dropped = new Dictionary<string, long>
        {
            [DropCauseText.Of(DropCause.Malformed)] = Malformed,
            [DropCauseText.Of(DropCause.Unsupported)] = Unsupported,
            [DropCauseText.Of(DropCause.UnknownTemplate)] = UnknownTemplate,
            [DropCauseText.Of(DropCause.NotAllowed)] = NotAllowed,
            [DropCauseText.Of(DropCause.QueueFull)] = QueueFull,
            [DropCauseText.Of(DropCause.TableFull)] = TableFull,
            [DropCauseText.Of(DropCause.Late)] = Late,
            [DropCauseText.Of(DropCause.RateLimited)] = RateLimited,
        },
    };

    public static LedgerCounts operator +(LedgerCounts left, LedgerCounts right) => new(
        left.Datagrams + right.Datagrams, left.Decoded + right.Decoded, left.Records + right.Records, left.OptionsRecords + right.OptionsRecords,
        left.Templates + right.Templates, left.SequenceLost + right.SequenceLost, left.Malformed + right.Malformed, left.Unsupported + right.Unsupported,
        left.UnknownTemplate + right.UnknownTemplate, left.NotAllowed + right.NotAllowed, left.QueueFull + right.QueueFull, left.TableFull + right.TableFull, left.Late + right.Late,
        left.RateLimited + right.RateLimited, left.Duplicates + right.Duplicates, left.LongRecords + right.LongRecords);

    public static LedgerCounts operator -(LedgerCounts left, LedgerCounts right) => new(
        left.Datagrams - right.Datagrams, left.Decoded - right.Decoded, left.Records - right.Records, left.OptionsRecords - right.OptionsRecords,
        left.Templates - right.Templates, left.SequenceLost - right.SequenceLost, left.Malformed - right.Malformed, left.Unsupported - right.Unsupported,
        left.UnknownTemplate - right.UnknownTemplate, left.NotAllowed - right.NotAllowed, left.QueueFull - right.QueueFull, left.TableFull - right.TableFull, left.Late - right.Late,
        left.RateLimited - right.RateLimited, left.Duplicates - right.Duplicates, left.LongRecords - right.LongRecords);
}
