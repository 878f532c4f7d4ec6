using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Dashboard.Access;

/// <summary>Compares passwords, one at a time, so that log-ins never take more than one core from the traffic.</summary>
internal sealed class PasswordCheck : IDisposable
{
    private const int MostWaiting = 16;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly PasswordHash _nobody = PasswordHash.Nobody();
    private int _waiting;

    /// <summary>Whether a password is a user's. A name that nobody has takes as long.</summary>
    /// <param name="user">The user; null for none.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>Null when too many wait.</returns>
    public async Task<bool?> FitsAsync(KnownUser? user, string password, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }

        try
        {
            await _turn.WaitAsync(cancel);
            try
            {
                PasswordHash hash = user is not null && PasswordHash.TryParse(user.Hash, out PasswordHash? known) ? known! : _nobody;
                bool fits = await Task.Run(() => hash.Fits(password), CancellationToken.None);
                return fits && hash != _nobody;
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
