namespace FlowSensor.Engine.Logs.Following;

/// <summary>How far a file has been read, and how to know it again under another name.</summary>
/// <param name="Device">Its device.</param>
/// <param name="Inode">Its number there; 0 when not known.</param>
/// <param name="Offset">Octets of it that are done: all lines before have been handed on, none behind.</param>
/// <param name="Head">Its first octets.</param>
/// <param name="Tail">The last octets before the offset.</param>
public sealed record FollowedPosition(ulong Device, ulong Inode, long Offset, FilePrint Head, FilePrint Tail);
