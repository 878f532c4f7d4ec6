using System.Collections.Concurrent;

namespace FlowSensor.Dashboard.Answers;

/// <summary>
/// Lets equal questions share an answer for a moment, so that fifty browsers on the same page ask once, and a page that becomes live right after it was
/// sent shows the same again. A question that is being asked is waited for; its asker leaving does not end it for the others.
/// </summary>
/// <param name="clock">Time.</param>
internal sealed class AnswerCache(TimeProvider clock)
{
    // As long as a page may be behind the store without anybody noticing: windows close a minute apart.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private const int Most = 256;

    private readonly ConcurrentDictionary<object, (Lazy<Task<object?>> Answer, long Since)> _answers = [];

    /// <summary>The answer to a question, asked now or a moment ago.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="question">What makes questions equal; its answers are all of one type.</param>
    /// <param name="ask">Asks it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<T> AskAsync<T>(object question, Func<Task<T>> ask, CancellationToken cancellation)
    {
        long now = clock.GetTimestamp();
        if (_answers.TryGetValue(question, out (Lazy<Task<object?>> Answer, long Since) known) && !IsOld(known, now))
        {
            return (T)(await known.Answer.Value.WaitAsync(cancellation).ConfigureAwait(false))!;
        }

        if (_answers.Count >= Most)
        {
            Forget(now);
        }

        Lazy<Task<object?>> asked = new(async () => await ask().ConfigureAwait(false));
        _answers[question] = (asked, now);
        try
        {
            return (T)(await asked.Value.WaitAsync(cancellation).ConfigureAwait(false))!;
        }
        finally
        {
            if (asked.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                _answers.TryRemove(KeyValuePair.Create(question, (asked, now)));
            }
        }
    }

    /// <summary>Forgets all, because something was changed; who waits for an answer still gets it.</summary>
    public void Clear() => _answers.Clear();

    private bool IsOld((Lazy<Task<object?>> Answer, long Since) answer, long now) =>
        answer.Answer.IsValueCreated && answer.Answer.Value.IsCompleted && clock.GetElapsedTime(answer.Since, now) > Lifetime;

    private void Forget(long now)
    {
        foreach (KeyValuePair<object, (Lazy<Task<object?>> Answer, long Since)> old in _answers.Where(answer => IsOld(answer.Value, now)))
        {
            _answers.TryRemove(old);
        }

        if (_answers.Count >= Most)
        {
            _answers.Clear();
        }
    }
}
