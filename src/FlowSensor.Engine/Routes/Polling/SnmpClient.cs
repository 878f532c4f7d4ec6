using System.Net.Sockets;
using System.Security.Cryptography;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>
/// Talks to one agent over UDP, one request at a time. The socket is connected, so the kernel drops datagrams from other
/// addresses; what is left is checked by the session. Bad answers never throw.
/// </summary>
public sealed class SnmpClient : IDisposable
{
    // A flood of forged answers must not keep one request alive.
    private const int MaximumIgnored = 256;

    private readonly SnmpTarget _target;
    private readonly TimeProvider _time;
    private readonly ISnmpSession _session;
    private readonly Socket _socket;
    private readonly long _started;
    private readonly byte[] _buffer = new byte[SnmpV3Message.MaximumSize + 1];
    private int _requestId = RandomNumberGenerator.GetInt32(1, int.MaxValue / 2);
    private double _allowance;
    private TimeSpan _paced;

    /// <summary>Opens a socket to the agent; nothing is sent yet.</summary>
    public SnmpClient(SnmpTarget target, TimeProvider time)
    {
        _target = target;
        _time = time;
        _started = time.GetTimestamp();
        _session = target.Version == SnmpVersion.V3 ? new UsmSession(target) : new CommunitySession(target);
        _socket = new Socket(target.EndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = 1 << 20,
        };
    }

    /// <summary>The agent.</summary>
    public SnmpTarget Target => _target;

    /// <summary>Datagrams sent, discovery and retries included.</summary>
    public long Sent { get; private set; }

    /// <summary>Datagrams received.</summary>
    public long Received { get; private set; }

    /// <summary>Octets received.</summary>
    public long ReceivedOctets { get; private set; }

    /// <summary>Datagrams received that were no usable answer.</summary>
    public long Ignored { get; private set; }

    /// <summary>Attempts after the first.</summary>
    public long Retried { get; private set; }

    /// <summary>Asks for exact objects.</summary>
    public Task<SnmpResult> GetAsync(IReadOnlyList<ObjectIdentifier> names, CancellationToken cancellation) =>
        RequestAsync(SnmpPduType.Get, names, 0, _target.Retries, cancellation);

    /// <summary>Asks for the objects that follow, or for many of them.</summary>
    /// <param name="names">The names that the wanted objects follow.</param>
    /// <param name="repetitions">Rows wanted; 1 sends a GETNEXT.</param>
    /// <param name="retries">Attempts after the first.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<SnmpResult> GetFollowingAsync(
        IReadOnlyList<ObjectIdentifier> names, int repetitions, int retries, CancellationToken cancellation) =>
        repetitions > 1 && _target.Version != SnmpVersion.V1
            ? RequestAsync(SnmpPduType.GetBulk, names, repetitions, retries, cancellation)
            : RequestAsync(SnmpPduType.GetNext, names, 0, retries, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private TimeSpan Now => _time.GetElapsedTime(_started);

    private async Task<SnmpResult> RequestAsync(
        SnmpPduType type, IReadOnlyList<ObjectIdentifier> names, int repetitions, int retries, CancellationToken cancellation)
    {
        _requestId = _requestId == int.MaxValue ? 1 : _requestId + 1;
        var bindings = new VarBind[names.Count];
        for (int i = 0; i < bindings.Length; i++)
        {
            bindings[i] = new VarBind(names[i], SnmpValue.Null);
        }

        var request = new SnmpPdu(type, _requestId, 0, repetitions, bindings);
        SnmpResult last = SnmpResult.Failed(SnmpFailure.Timeout, $"no answer from {_target.EndPoint}");
        for (int attempt = 0; attempt <= retries; attempt++)
        {
            Retried += attempt > 0 ? 1 : 0;
            SnmpResult result = await AttemptAsync(request, _target.Timeout * (attempt + 1), cancellation).ConfigureAwait(false);
            if (result.Pdu is not null || !IsWorthRetrying(result.Failure))
            {
                return result;
            }

            last = result.Failure == SnmpFailure.Timeout && last.Failure != SnmpFailure.Timeout ? last : result;
        }

        return last;
    }

    private static bool IsWorthRetrying(SnmpFailure failure) => failure is SnmpFailure.Timeout or SnmpFailure.Unreachable
        or SnmpFailure.Malformed or SnmpFailure.NotInTimeWindow;

    private async Task<SnmpResult> AttemptAsync(SnmpPdu request, TimeSpan timeout, CancellationToken cancellation)
    {
        SnmpResult waiting = SnmpResult.Failed(SnmpFailure.Timeout, $"no answer from {_target.EndPoint} within {timeout.TotalSeconds:0.#} s");
        using var deadline = new CancellationTokenSource(timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            if (!_socket.Connected)
            {
                await _socket.ConnectAsync(_target.EndPoint, linked.Token).ConfigureAwait(false);
            }

            await SendAsync(request, linked.Token).ConfigureAwait(false);
            for (int ignored = 0; ignored < MaximumIgnored; ignored++)
            {
                int octets = await _socket.ReceiveAsync(_buffer.AsMemory(), SocketFlags.None, linked.Token).ConfigureAwait(false);
                Received++;
                ReceivedOctets += octets;
                SessionAnswer answer = _session.Open(_buffer.AsSpan(0, octets), request, Now);
                switch (answer.Action)
                {
                    case SessionAction.Answer:
                        return new SnmpResult(SnmpFailure.None, "", answer.Pdu, octets);
                    case SessionAction.Fail:
                        return SnmpResult.Failed(answer.Failure, answer.Detail);
                    case SessionAction.Resend:
                        await SendAsync(request, linked.Token).ConfigureAwait(false);
                        break;
                    default:
                        Ignored++;
                        waiting = answer.Failure == SnmpFailure.None ? waiting : SnmpResult.Failed(answer.Failure, answer.Detail);
                        break;
                }
            }

            return SnmpResult.Failed(SnmpFailure.Malformed, $"{MaximumIgnored} datagrams came that answer nothing");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return waiting;
        }
        catch (SocketException error)
        {
            return await WaitOutAsync(error, linked.Token, cancellation).ConfigureAwait(false);
        }
    }

    // A refusal comes back at once; waiting the rest of the timeout keeps retries polite and lets an agent start.
    private async Task<SnmpResult> WaitOutAsync(SocketException error, CancellationToken wait, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), _time, wait).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }

        return SnmpResult.Failed(SnmpFailure.Unreachable, $"{_target.EndPoint} cannot be reached: {error.SocketErrorCode}");
    }

    private async Task SendAsync(SnmpPdu request, CancellationToken cancellation)
    {
        await PaceAsync(cancellation).ConfigureAwait(false);
        await _socket.SendAsync(_session.Encode(request, Now), SocketFlags.None, cancellation).ConfigureAwait(false);
        Sent++;
    }

    // A bucket of a tenth of a second's worth, so that timer granularity does not lower the rate.
    private async Task PaceAsync(CancellationToken cancellation)
    {
        if (_target.RequestsPerSecond <= 0)
        {
            return;
        }

        double most = Math.Max(1, _target.RequestsPerSecond / 10.0);
        while (true)
        {
            TimeSpan now = Now;
            _allowance = Math.Min(most, _allowance + ((now - _paced).TotalSeconds * _target.RequestsPerSecond));
            _paced = now;
            if (_allowance >= 1)
            {
                _allowance--;
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds((1 - _allowance) / _target.RequestsPerSecond), _time, cancellation).ConfigureAwait(false);
        }
    }
}
