using System.Text;
using FlowSensor.Fuzz.Mutation;

namespace FlowSensor.Fuzz.Targets;

/// <summary>Writes sessions of text protocols as inputs.</summary>
internal static class Dialogue
{
    /// <summary>An input of lines, each behind the letter of its sender: C for the client, S for the server.</summary>
    public static byte[] Input(params string[] lines) =>
        Frames.Join([.. lines.Select(static line => (byte[])[(byte)(line[0] == 'S' ? 1 : 0), .. Encoding.ASCII.GetBytes(line[1..] + "\r\n")])]);
}
