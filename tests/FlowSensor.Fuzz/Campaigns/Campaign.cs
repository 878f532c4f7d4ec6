using System.Diagnostics;
using FlowSensor.Fuzz.Coverage;
using FlowSensor.Fuzz.Mutation;
using FlowSensor.Fuzz.Seeds;
using FlowSensor.Fuzz.Targets;

namespace FlowSensor.Fuzz.Campaigns;

/// <summary>The executions of one target: inputs that show something new are kept and changed further.</summary>
internal sealed class Campaign
{
    private const int MostMarks = 1 << 16;
    private const int MostFailures = 20;

    // Every so many executions one is run again, to see that it gives the same.
    private const int AgainEvery = 64;

    private readonly FailureFolder _failures;
    private readonly Watchdog _watchdog;
    private readonly Randomness _random;
    private readonly Mutator _mutator;
    private readonly Runner _runner;
    private readonly Corpus _corpus;
    private readonly byte[] _edges = CoverageMap.NewMemory();
    private readonly HashSet<ulong> _marks = [];
    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);
    private readonly byte[] _input;
    private readonly bool _isInstrumented;
    private readonly TimeSpan _longest;

    /// <summary>Makes a campaign; nothing is run yet.</summary>
    public Campaign(FuzzTarget target, FuzzOptions options, FailureFolder failures, Watchdog watchdog, bool isInstrumented)
    {
        Target = target;
        _failures = failures;
        _watchdog = watchdog;
        _isInstrumented = isInstrumented;
        _random = new Randomness(options.Seed);
        _mutator = new Mutator(target, _random);
        _longest = options.LongestTime;
        _runner = new Runner(target, _longest);
        _corpus = new Corpus(_random);
        _input = new byte[target.LongestInput];
    }

    /// <summary>What is run.</summary>
    public FuzzTarget Target { get; }

    /// <summary>Executions so far, seeds included; what is run a second time counts once.</summary>
    public long Executions { get; private set; }

    /// <summary>Time spent.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Inputs that showed something new.</summary>
    public int NewBehaviours { get; private set; }

    /// <summary>Kinds of failures, each with the file of its first input.</summary>
    public IReadOnlyDictionary<string, string> Failures => _found;

    /// <summary>Inputs kept.</summary>
    public IReadOnlyList<byte[]> Inputs => _corpus.Inputs;

    /// <summary>The longest that an input took.</summary>
    public TimeSpan Slowest => _runner.Slowest;

    /// <summary>Runs the seeds.</summary>
    public void Begin(SeedFiles files, IEnumerable<byte[]> more)
    {
        // Once for what is only done the first time, so that it counts as nobody's behaviour.
        byte[][] seeds = [[], .. Target.Seeds(files).Concat(more)];
        foreach (byte[] seed in seeds)
        {
            int length = Math.Min(seed.Length, _input.Length);
            seed.AsSpan(0, length).CopyTo(_input);
            _runner.Run(_input.AsSpan(0, length), again: false, out _);
            CoverageMap.Shared.Take(null);
            Execute(length);
        }

        if (_corpus.Inputs.Count == 0)
        {
            _corpus.Add(seeds[^1]);
        }

        _watchdog.Watch(null, _input, 0);
    }

    /// <summary>Runs until a number of executions or a time is reached, whichever comes first.</summary>
    public void Run(long executions, TimeSpan time)
    {
        const int ClockEvery = 256;
        long started = Stopwatch.GetTimestamp();
        for (long i = 0; i < executions && (i % ClockEvery != 0 || Stopwatch.GetElapsedTime(started) < time); i++)
        {
            Execute(_mutator.Make(_corpus.Pick(), _corpus.Pick(), _input));
        }

        _watchdog.Watch(null, _input, 0);
        Elapsed += Stopwatch.GetElapsedTime(started);
    }

    private void Execute(int length)
    {
        _watchdog.Watch(Target, _input, length);
        ReadOnlySpan<byte> input = _input.AsSpan(0, length);
        Exception? failure = _runner.Run(input, Executions++ % AgainEvery == 0, out Observation seen);
        int edges = _isInstrumented ? CoverageMap.Shared.Take(_edges) : 0;
        if (failure is not null)
        {
            Fail(input, failure);
        }
        else if (edges > 0 || (!_isInstrumented && _marks.Count < MostMarks && _marks.Add(seen.Mark)))
        {
            NewBehaviours++;
            _corpus.Add(input);
        }
    }

    private void Fail(ReadOnlySpan<byte> input, Exception failure)
    {
        string key = FailureFolder.KeyOf(failure);
        if (_found.Count >= MostFailures || _found.ContainsKey(key))
        {
            return;
        }

        _watchdog.Watch(null, _input, 0);
        byte[] smallest = Minimiser.Minimise(Target, _longest, input.ToArray(), key);
        _found[key] = _failures.Write(Target, smallest, failure, Executions);
        CoverageMap.Shared.Take(null);
    }
}
