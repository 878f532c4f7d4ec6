namespace FlowSensor.Dashboard.Answers;

/// <summary>Something that was lost on the way from received to stored.</summary>
/// <param name="Stage">Where: <c>network</c>, <c>receive</c>, <c>decode</c>, <c>account</c>, <c>store</c> or <c>output</c>.</param>
/// <param name="Cause">Why, in the ledger's words.</param>
/// <param name="Count">How many.</param>
/// <param name="Unit">Of what: <c>datagrams</c>, <c>packets</c>, <c>records</c> or <c>items</c>.</param>
internal sealed record LossRow(string Stage, string Cause, long Count, string Unit);
