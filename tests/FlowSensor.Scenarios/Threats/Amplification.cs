using FlowSensor.Generator.Packets;
using FlowSensor.Scenarios.World;

namespace FlowSensor.Scenarios.Threats;

/// <summary>Small questions in somebody else's name, large answers to him: an own host answers, or an own host receives.</summary>
internal sealed class Amplification : ThreatActor
{
    // Port, question and answer of services that are misused (US-CERT TA14-017A), the answers as parts that fit a frame.
    private static readonly (ushort Port, int Question, int Answer)[] Services =
        [(53, 40, 1_200), (123, 8, 440), (389, 52, 1_400), (1900, 90, 310), (19, 1, 1_000), (161, 60, 1_300)];

    private readonly uint _host;
    private readonly bool _isReflector;
    private readonly (ushort Port, int Question, int Answer) _service;
    private readonly double _perSecond;
    private readonly uint _victim;
    private readonly int _reflectors;

    public Amplification(Draw draw, uint host, bool isReflector, long from, long to)
        : base(draw, from, to)
    {
        _host = host;
        _isReflector = isReflector;
        _service = Services[draw.Below(Services.Length)];
        _perSecond = draw.LogUniform(80, 1_500);
        _victim = Places.WorldClient(3_800_000 + draw.Below(100_000));
        _reflectors = (int)draw.LogUniform(20, 2_000);
    }

    /// <inheritdoc/>
    public override IEnumerable<Label> Labels => LabelOf(
        _host, _isReflector ? ThreatKind.Reflector : ThreatKind.AmplificationVictim, $"port_{_service.Port}", _isReflector ? _victim : 0);

    /// <inheritdoc/>
    protected override void Attack(Stage stage, long begin, long end)
    {
        foreach (long at in Spread(_perSecond, begin, end))
        {
            if (_isReflector)
            {
                ushort port = (ushort)(1_024 + Draw.Below(60_000));
                stage.Datagrams(at, new Ends(_victim, port, _host, _service.Port), 1, 0, _service.Question, _service.Answer, 1);
            }
            else
            {
                uint reflector = Places.WorldClient(500_000 + Draw.Below(_reflectors));
                stage.Datagrams(at, new Ends(reflector, _service.Port, _host, (ushort)(1_024 + Draw.Below(60_000))), Draw.Between(1, 3), 1, _service.Answer, -1);
            }
        }
    }
}
