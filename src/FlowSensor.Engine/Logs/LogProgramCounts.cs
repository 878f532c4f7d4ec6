using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>Lines by program.</summary>
internal sealed class LogProgramCounts
{
    // Names come from logs, and over the network.
    private const int MostPrograms = 1_024;

    private readonly NameTable _names = new(MostPrograms);
    private readonly LogProgram[] _families = new LogProgram[MostPrograms + 1];
    private readonly long[] _lines = new long[MostPrograms + 1];
    private readonly long[] _unknown = new long[MostPrograms + 1];
    private int _known;

    /// <summary>The number of a program and the family it belongs to.</summary>
    public int Find(ReadOnlySpan<byte> name, out LogProgram family)
    {
        int number = _names.Find(name);
        if (number == _known && number < MostPrograms)
        {
            _families[_known++] = LogEventReader.ProgramOf(name);
        }

        family = _families[number];
        return number;
    }

    /// <summary>A program's name as it stands in lines.</summary>
    public ReadOnlySpan<byte> NameOf(int program) => _names.OctetsOf(program);

    /// <summary>Counts a line.</summary>
    public void Add(int program, bool isUnknown)
    {
        _lines[program]++;
        _unknown[program] += isUnknown ? 1 : 0;
    }

    /// <summary>Programs with their lines and those not understood, most lines first.</summary>
    public IReadOnlyList<(string Program, long Lines, long Unknown)> All() =>
    [
        .. Enumerable.Range(0, _names.Count).Append(_names.Others).Where(number => _lines[number] > 0)
            .Select(number => (_names.NameOf(number) is { Length: > 0 } name ? name : "(none)", _lines[number], _unknown[number]))
            .OrderByDescending(static program => program.Item2).ThenBy(static program => program.Item1, StringComparer.Ordinal),
    ];
}
