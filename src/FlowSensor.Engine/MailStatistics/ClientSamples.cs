using System.Runtime.InteropServices;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>
/// Connections of the clients that have a place, by sample. The first sample of a client stands by its place, because most clients come in one
/// only; further ones are looked up.
/// </summary>
internal sealed class ClientSamples
{
    private readonly Dictionary<int, int> _further = [];
    private First[] _first = new First[8];

    /// <summary>Counts connections.</summary>
    /// <param name="place">The client's place; places are given one after the other.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="connections">How many.</param>
    public void Add(int place, int sample, int connections)
    {
        if (place >= _first.Length)
        {
            Array.Resize(ref _first, Math.Max(place + 1, _first.Length * 2));
        }

        ref First first = ref _first[place];
        if (first.Connections == 0 || first.Sample == sample)
        {
            first.Sample = sample;
            first.Connections += connections;
            return;
        }

        first.HasFurther = true;
        CollectionsMarshal.GetValueRefOrAddDefault(_further, KeyOf(place, sample), out _) += connections;
    }

    /// <summary>Connections of a place's client in a sample.</summary>
    public int Of(int place, int sample)
    {
        if (place >= _first.Length)
        {
            return 0;
        }

        First first = _first[place];
        return first.Sample == sample ? first.Connections : first.HasFurther ? _further.GetValueOrDefault(KeyOf(place, sample)) : 0;
    }

    /// <summary>Forgets the client of a place: another one takes it.</summary>
    public void Forget(int place)
    {
        if (place >= _first.Length)
        {
            return;
        }

        if (_first[place].HasFurther)
        {
            for (int sample = 0; sample < MailCalendar.MaxSamples; sample++)
            {
                _further.Remove(KeyOf(place, sample));
            }
        }

        _first[place] = default;
    }

    private static int KeyOf(int place, int sample) => (place << 8) | sample;

    private struct First
    {
        public int Sample;
        public int Connections;
        public bool HasFurther;
    }
}
