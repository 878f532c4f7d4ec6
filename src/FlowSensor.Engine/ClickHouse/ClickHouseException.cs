namespace FlowSensor.Engine.ClickHouse;

/// <summary>A server refused, failed or did not answer; the message is one sentence for the operator.</summary>
internal sealed class ClickHouseException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="code">The server's error code; 0 where it gave none.</param>
    /// <param name="innerException">The cause.</param>
    public ClickHouseException(string message, int code = 0, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The server's error code (src/Common/ErrorCodes.cpp); 0 where it did not answer with one.</summary>
    public int Code { get; }

    /// <summary>The database or a table is not there: 60 UNKNOWN_TABLE, 81 UNKNOWN_DATABASE, 16 NO_SUCH_COLUMN_IN_TABLE.</summary>
    public bool IsSchemaMissing => Code is 16 or 60 or 81;

    /// <summary>
    /// The content itself is refused, so that sending it again is of no use: 6 CANNOT_PARSE_TEXT, 27 CANNOT_PARSE_INPUT_ASSERTION_FAILED,
    /// 32 ATTEMPT_TO_READ_AFTER_EOF, 33 CANNOT_READ_ALL_DATA, 53 TYPE_MISMATCH, 131 TOO_LARGE_STRING_SIZE, 128 TOO_LARGE_ARRAY_SIZE,
    /// 117 INCORRECT_DATA, 252 with TOO_MANY_PARTITIONS in one block has no code of its own in every version and is tried again.
    /// </summary>
    public bool IsContentRefused => Code is 6 or 27 or 32 or 33 or 53 or 117 or 128 or 131;
}
