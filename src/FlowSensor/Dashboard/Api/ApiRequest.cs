using System.Security.Claims;
using FlowSensor.Dashboard.Access;
using FlowSensor.Dashboard.Answers;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Dashboard.Api;

/// <summary>A request whose parameters are read and checked.</summary>
internal sealed class ApiRequest
{
    private readonly HttpContext _context;
    private readonly IReadOnlyDictionary<string, object> _values;

    /// <summary>Takes the values.</summary>
    /// <param name="context">The request.</param>
    /// <param name="answers">What can be asked.</param>
    /// <param name="values">Values of parameters by name.</param>
    public ApiRequest(HttpContext context, SensorAnswers answers, IReadOnlyDictionary<string, object> values)
    {
        _context = context;
        _values = values;
        Answers = answers;
        Audit = context.RequestServices.GetRequiredService<AuditLog>();
        User = context.User;
        Cancellation = context.RequestAborted;
    }

    /// <summary>What can be asked.</summary>
    public SensorAnswers Answers { get; }

    /// <summary>The audit log, to ask.</summary>
    public AuditLog Audit { get; }

    /// <summary>Who asks.</summary>
    public ClaimsPrincipal User { get; }

    /// <summary>Ends when nobody waits for the answer any more.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Who asks, as decisions name them.</summary>
    public string Author => User.Identity?.Name is { Length: > 0 } name ? name : "dashboard";

    /// <summary>The time asked about.</summary>
    public TimeRange Range => new(Find<long>(ApiParameters.From), Find<long>(ApiParameters.To));

    /// <summary>Takes a place for a list of sources until the answer is sent, where the list is long.</summary>
    /// <param name="rows">Rows asked for; 0 for all.</param>
    /// <exception cref="LongListsFullException">There was none in time.</exception>
    public async Task EnterAsync(int rows)
    {
        if (LongLists.IsLong(rows))
        {
            _context.Response.RegisterForDispose(await Answers.LongLists.EnterAsync(Cancellation).ConfigureAwait(false));
        }
    }

    /// <summary>A text that is given or has a default.</summary>
    public string Text(ApiParameter parameter) => (string)_values[parameter.Name];

    /// <summary>A text, or null.</summary>
    public string? TextOrNull(ApiParameter parameter) => _values.GetValueOrDefault(parameter.Name) as string;

    /// <summary>A whole number that is given or has a default.</summary>
    public int Number(ApiParameter parameter) => (int)(long)_values[parameter.Name];

    /// <summary>A yes or no; no when nothing is said.</summary>
    public bool Flag(ApiParameter parameter) => _values.GetValueOrDefault(parameter.Name) is true;

    /// <summary>An address that is given.</summary>
    public IpAddress Address(ApiParameter parameter) => (IpAddress)_values[parameter.Name];

    /// <summary>A length of time that is given or has a default.</summary>
    public TimeSpan Duration(ApiParameter parameter) => (TimeSpan)_values[parameter.Name];

    /// <summary>Words; null when none are given.</summary>
    public IReadOnlyList<string>? Words(ApiParameter parameter) => _values.GetValueOrDefault(parameter.Name) as IReadOnlyList<string>;

    /// <summary>Any value, or null.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public T? Find<T>(ApiParameter parameter)
        where T : struct => _values.TryGetValue(parameter.Name, out object? value) ? (T)value : null;
}
