using System.Collections.Concurrent;
using System.Security.Claims;

namespace FlowSensor.Dashboard.Access;

/// <summary>The connections that pages keep open, so that they end with the session, the token or the role they were opened with.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<HttpContext, ClaimsPrincipal> _connections = [];
    private readonly Lock _ending = new();

    /// <summary>How many are open.</summary>
    public int Count => _connections.Count;

    /// <summary>Notes one that begins.</summary>
    public void Add(HttpContext context) => _connections[context] = context.User;

    /// <summary>Forgets one that has ended.</summary>
    public void Remove(HttpContext context)
    {
        lock (_ending)
        {
            _connections.TryRemove(context, out _);
        }
    }

    /// <summary>Ends those of a session.</summary>
    /// <param name="session">Hash of the session, in hexadecimal digits.</param>
    public void EndSession(string session)
    {
        foreach ((HttpContext context, ClaimsPrincipal user) in _connections)
        {
            if ((user.FindFirstValue(SessionTickets.SessionClaim) ?? "") == session)
            {
                End(context);
            }
        }
    }

    /// <summary>Ends those of whom something does not hold.</summary>
    public void EndUnless(Predicate<ClaimsPrincipal> holds)
    {
        foreach ((HttpContext context, ClaimsPrincipal user) in _connections)
        {
            if (!holds(user))
            {
                End(context);
            }
        }
    }

    // One that ended meanwhile may serve somebody else's request by now.
    private void End(HttpContext context)
    {
        lock (_ending)
        {
            if (_connections.ContainsKey(context))
            {
                context.Abort();
            }
        }
    }
}
