using System.Text.Json.Serialization.Metadata;

namespace FlowSensor.Commands.Printing;

/// <summary>Prints an answer in the form asked for; what the forms hold is the caller's.</summary>
internal static class AnswerOutput
{
    /// <summary>Prints rows.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="form">The form.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="type">Their spelling in JSON.</param>
    /// <param name="names">Names of the columns of CSV.</param>
    /// <param name="row">Makes the cells of a row of CSV.</param>
    /// <param name="print">Prints the table.</param>
    public static void Print<T>(
        OutputForm form, IReadOnlyList<T> rows, JsonTypeInfo<IReadOnlyList<T>> type, IReadOnlyList<string> names, Func<T, IReadOnlyList<string>> row, Action print) =>
        Print(form, () => JsonOutput.Write(rows, type), names, rows.Select(row), print);

    /// <summary>Prints an answer.</summary>
    /// <param name="form">The form.</param>
    /// <param name="writeJson">Prints JSON.</param>
    /// <param name="names">Names of the columns of CSV.</param>
    /// <param name="rows">Rows of CSV; asked for only where they are printed.</param>
    /// <param name="print">Prints the table.</param>
    public static void Print(OutputForm form, Action writeJson, IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string>> rows, Action print)
    {
        switch (form)
        {
            case OutputForm.Json:
                writeJson();
                break;
            case OutputForm.Csv:
                TableOutput.WriteCsv(names, rows);
                break;
            default:
                print();
                break;
        }
    }
}
