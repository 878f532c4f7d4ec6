using System.Collections.Concurrent;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>
/// Answers of the last moment: a page that becomes live right after it was sent shows the same again, and many browsers on one page cost one question.
/// </summary>
/// <param name="clock">Time.</param>
internal sealed class AnswerCache(TimeProvider clock)
{
    private const int Most = 256;
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (long Time, Task Answer)> _answers = new();

    /// <summary>An answer, asked for when there is none of the last moment.</summary>
    /// <param name="key">The question, whole.</param>
    /// <param name="ask">Asks it.</param>
    public Task<T> GetAsync<T>(string key, Func<Task<T>> ask)
    {
        if (_answers.TryGetValue(key, out (long Time, Task Answer) known) && clock.GetElapsedTime(known.Time) < Age && !known.Answer.IsFaulted)
        {
            return (Task<T>)known.Answer;
        }

        if (_answers.Count >= Most)
        {
            Forget();
        }

        Task<T> answer = ask();
        _answers[key] = (clock.GetTimestamp(), answer);
        return answer;
    }

    /// <summary>Forgets all, because something was changed.</summary>
    public void Clear() => _answers.Clear();

    private void Forget()
    {
        foreach ((string key, (long Time, Task) known) in _answers)
        {
            if (clock.GetElapsedTime(known.Time) >= Age)
            {
                _answers.TryRemove(key, out _);
            }
        }

        if (_answers.Count >= Most)
        {
            _answers.Clear();
        }
    }
}
