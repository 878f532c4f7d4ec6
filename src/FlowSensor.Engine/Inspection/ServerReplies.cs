using FlowSensor.Capture.Memory;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Inspection;

/// <summary>Counts the reply codes of each server, up to a maximum of both together; those beyond it are not counted.</summary>
internal sealed class ServerReplies
{
    private const int FirstRows = 64;

    private readonly int _maximum;
    private readonly HashIndex _index = new(FirstRows);
    private Row[] _rows = new Row[FirstRows];
    private int _count;

    /// <param name="maximum">Pairs of server and code at most.</param>
    public ServerReplies(int maximum) => _maximum = maximum;

    public void Add(IpAddress server, int code)
    {
        uint hash = (uint)server.GetHashCode() ^ ((uint)code * 0x9E37_79B1);
        uint position = _index.Home(hash);
        int row = _index.Next(hash, ref position);
        while (row >= 0 && (_rows[row].Code != code || _rows[row].Server != server))
        {
            row = _index.Next(hash, ref position);
        }

        if (row < 0)
        {
            if (_count >= _maximum)
            {
                return;
            }

            row = _count++;
            if (row == _rows.Length)
            {
                Array.Resize(ref _rows, TableGrowth.Next(row, _maximum));
            }

            _rows[row] = new Row { Server = server, Code = code };
            _index.Set(position, hash, row);
        }

        _rows[row].Replies++;
    }

    /// <summary>Codes that one server sent, ascending.</summary>
    public IEnumerable<(int Code, long Replies)> Of(IpAddress server) =>
        _rows.Take(_count).Where(row => row.Server == server).Select(static row => (row.Code, row.Replies)).OrderBy(static row => row.Code);

    private struct Row
    {
        public IpAddress Server;
        public int Code;
        public long Replies;
    }
}
