using System.Net;
using System.Net.Sockets;
using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Tests.Routes;

/// <summary>A v2c agent on loopback. Its objects come from a function, and a hook may spoil its answers.</summary>
internal sealed class SimulatedAgent : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Func<ObjectIdentifier, VarBind?> _next;
    private readonly Thread _thread;
    private volatile bool _stopped;

    internal SimulatedAgent(Func<ObjectIdentifier, VarBind?> next)
    {
        _next = next;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>An agent with these objects.</summary>
    internal SimulatedAgent(IEnumerable<VarBind> objects)
        : this(Sorted([.. objects.OrderBy(binding => binding.Name)]))
    {
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>Most octets of an answer; a GETBULK is cut to it, anything else is tooBig.</summary>
    internal int AnswerOctets { get; set; } = 65_000;

    /// <summary>Spoils an encoded answer: its number and octets to what is sent, null for nothing.</summary>
    internal Func<int, byte[], byte[]?>? Spoil { get; set; }

    /// <summary>Changes an answer before it is encoded.</summary>
    internal Func<int, SnmpPdu, SnmpPdu>? Change { get; set; }

    internal int Requests { get; private set; }

    public void Dispose()
    {
        _stopped = true;
        _socket.Dispose();
        _thread.Join();
    }

    private static Func<ObjectIdentifier, VarBind?> Sorted(VarBind[] objects) => name =>
    {
        int low = 0;
        int high = objects.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = objects[middle].Name <= name ? (middle + 1, high) : (low, middle);
        }

        return low < objects.Length ? objects[low] : null;
    };

    private void Run()
    {
        var buffer = new byte[65_535];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (!_stopped)
        {
            try
            {
                int octets = _socket.ReceiveFrom(buffer, ref from);
                if (CommunityMessage.Decode(buffer.AsSpan(0, octets), out CommunityMessage? message) == SnmpDecodeStatus.Ok)
                {
                    Requests++;
                    byte[]? answer = Answer(message!);
                    answer = answer is null || Spoil is null ? answer : Spoil(Requests, answer);
                    if (answer is not null)
                    {
                        _socket.SendTo(answer, from);
                    }
                }
            }
            catch (SocketException)
            {
                // The socket was closed, or a client went away.
            }
        }
    }

    private byte[] Answer(CommunityMessage message)
    {
        SnmpPdu request = message.Pdu;
        int rows = request.Type == SnmpPduType.GetBulk ? request.ErrorIndex : 1;
        var bindings = new List<VarBind>();
        var cursors = request.VarBinds.Select(binding => binding.Name).ToArray();
        int size = 60;
        for (int row = 0; row < rows && size < AnswerOctets; row++)
        {
            for (int c = 0; c < cursors.Length; c++)
            {
                VarBind binding = Find(request.Type, cursors[c]);
                size += binding.Name.Length + 14 + binding.Value.Octets.Length;
                if (size > AnswerOctets)
                {
                    break;
                }

                cursors[c] = binding.Name;
                bindings.Add(binding);
            }
        }

        var response = new SnmpPdu(SnmpPduType.Response, request.RequestId, 0, 0, bindings);
        if (size > AnswerOctets && (request.Type != SnmpPduType.GetBulk || bindings.Count == 0))
        {
            response = response with { ErrorStatus = (int)SnmpErrorStatus.TooBig, VarBinds = [] };
        }

        response = Change is null ? response : Change(Requests, response);
        return new CommunityMessage(message.Version, message.Community, response).Encode();
    }

    private VarBind Find(SnmpPduType type, ObjectIdentifier name)
    {
        if (type == SnmpPduType.Get)
        {
            var before = new ObjectIdentifier(name.Arcs[..^1].ToArray());
            VarBind? exact = _next(before);
            return exact?.Name == name ? exact.Value : new VarBind(name, SnmpValue.Of(SnmpValueKind.NoSuchInstance));
        }

        return _next(name) ?? new VarBind(name, SnmpValue.Of(SnmpValueKind.EndOfMibView));
    }
}
