namespace FlowSensor.Engine.Logs.Rare;

/// <summary>A program in the parse tree: its types by their first word.</summary>
/// <param name="name">The program's name.</param>
/// <param name="hash">Hash of the name.</param>
internal sealed class ProgramTypes(string name, ulong hash)
{
    private readonly Dictionary<ulong, TypeSiblings> _byFirstWord = [];

    internal string Name => name;

    internal ulong Hash => hash;

    /// <summary>The types that begin with a word; beyond the limit, one place for all other words.</summary>
    internal TypeSiblings Of(ulong firstWord, int maxFirstWords)
    {
        if (_byFirstWord.TryGetValue(firstWord, out TypeSiblings? siblings))
        {
            return siblings;
        }

        ulong key = _byFirstWord.Count >= maxFirstWords ? 0 : firstWord;
        if (!_byFirstWord.TryGetValue(key, out siblings))
        {
            _byFirstWord[key] = siblings = new TypeSiblings();
        }

        return siblings;
    }
}
