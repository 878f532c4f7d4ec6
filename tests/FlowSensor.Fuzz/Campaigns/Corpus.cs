using FlowSensor.Fuzz.Mutation;

namespace FlowSensor.Fuzz.Campaigns;

/// <summary>The inputs that each showed something new; bounded, a random one makes room.</summary>
internal sealed class Corpus(Randomness random)
{
    private const int MostInputs = 8_192;
    private const int Recent = 64;

    private readonly List<byte[]> _inputs = [];

    /// <summary>Inputs kept.</summary>
    public IReadOnlyList<byte[]> Inputs => _inputs;

    /// <summary>Keeps an input.</summary>
    public void Add(ReadOnlySpan<byte> input)
    {
        byte[] kept = input.ToArray();
        if (_inputs.Count < MostInputs)
        {
            _inputs.Add(kept);
        }
        else
        {
            _inputs[random.Below(MostInputs)] = kept;
        }
    }

    /// <summary>One of them: any, or one that came in lately, of which less is known; the shorter of two, as short ones run more often.</summary>
    public byte[] Pick()
    {
        byte[] first = PickAny();
        byte[] second = PickAny();
        return first.Length < second.Length ? first : second;
    }

    private byte[] PickAny() => _inputs[random.OneIn(3) ? Math.Max(0, _inputs.Count - 1 - random.Below(Recent)) : random.Below(_inputs.Count)];
}
