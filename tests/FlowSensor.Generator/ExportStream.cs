namespace FlowSensor.Generator;

/// <summary>Runs a generation: exporters take turns, each datagram is filled, then sent, left out, or kept back for one turn.</summary>
internal sealed class ExportStream
{
    private readonly GeneratorOptions _options;
    private readonly IDatagramOutput _output;
    private readonly TrafficModel _model;
    private readonly ExportEncoder[] _encoders;
    private readonly HeldDatagram[] _held;
    private readonly long[] _turns;
    private readonly long _omitStep;
    private readonly long _reorderStep;
    private long _drawn;
    private long _omitted;
    private long _reordered;
    private long _turn;

    public ExportStream(GeneratorOptions options, IDatagramOutput output)
    {
        _options = options;
        _output = output;
        _model = new TrafficModel(options);
        _encoders = new ExportEncoder[options.Exporters];
        _held = new HeldDatagram[options.Exporters];
        _turns = new long[options.Exporters];
        Truth = new TrafficTruth(options.Forge ? 0 : options.Sources);
        for (int i = 0; i < options.Exporters; i++)
        {
            _encoders[i] = ExportEncoder.Create(i, options);
            _held[i] = new HeldDatagram();
            Truth.Exporters.Add(new ExporterTruth
            {
                Exporter = output.AddressOf(i),
                Version = _encoders[i].Version,
                Domain = i,
            });
        }

        long datagrams = options.Records / options.RecordsPerDatagram;
        _omitStep = datagrams / (options.Omit + 1);
        _reorderStep = datagrams / (options.Reorder + 1);
    }

    /// <summary>What has left so far.</summary>
    public TrafficTruth Truth { get; }

    /// <summary>The traffic, for the addresses of its sources.</summary>
    public TrafficModel Model => _model;

    /// <summary>Why the loss asked for cannot be hidden in the stream so that every gap shows; null when it can.</summary>
    public string? Refusal =>
        (_options.Omit != 0 && _omitStep < 3 * _options.Exporters) || (_options.Reorder != 0 && _reorderStep < 3 * _options.Exporters)
            ? "--omit or --reorder is too large for so few records: each needs three datagrams an exporter between two of its kind."
            : null;

    /// <summary>Sends everything.</summary>
    public void Run()
    {
        while (_drawn < _options.Records)
        {
            SendOne((int)(_turn % _options.Exporters));
            _turn++;
        }

        for (int i = 0; i < _held.Length; i++)
        {
            _held[i].Release(_output, i, Now * 1_000_000);
        }

        Truth.CountSources();
    }

    private long Now => _options.Start * 1000 + (long)(_options.Duration * 1000.0 * _drawn / _options.Records);

    private void SendOne(int exporter)
    {
        ExportEncoder encoder = _encoders[exporter];
        ExporterTruth truth = Truth.Exporters[exporter];
        long time = Now;
        long turn = _turns[exporter]++;
        bool templates = turn >= _options.TemplateLate && (turn - _options.TemplateLate) / _options.Templates % _options.TemplateEvery == 0;
        bool ordinary = turn > 0 && !templates && !_held[exporter].Any;
        bool omit = ordinary && _omitted < _options.Omit && _turn >= (_omitted + 1) * _omitStep;
        bool keep = ordinary && !omit && _reordered < _options.Reorder && _turn >= _reordered * _reorderStep + _reorderStep / 2;
        encoder.Begin(time, templates);
        while (_drawn < _options.Records && encoder.HasRoom)
        {
            _model.Next(encoder.IPv4Only, out GeneratedFlow flow);
            encoder.Add(in flow);
            _drawn++;
            if (!omit)
            {
                Truth.Count(truth, in flow);
            }
        }

        ReadOnlySpan<byte> payload = encoder.Finish();
        if (omit)
        {
            _omitted++;
            truth.OmittedDatagrams++;
            truth.SequenceLost += encoder.SequenceUnits;
            return;
        }

        truth.Datagrams++;
        truth.Templates += encoder.Templates;
        truth.OptionsRecords += encoder.OptionsRecords;
        if (keep)
        {
            _reordered++;
            _held[exporter].Keep(payload, encoder.Records);
            return;
        }

        _output.Send(exporter, payload, encoder.Records, time * 1_000_000);
        _held[exporter].Release(_output, exporter, time * 1_000_000);
    }
}
