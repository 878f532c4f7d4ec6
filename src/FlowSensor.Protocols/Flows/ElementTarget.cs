namespace FlowSensor.Protocols.Flows;

/// <summary>Where the value of an information element goes.</summary>
/// <param name="Slot">Slot of <see cref="FlowRecord"/>.</param>
/// <param name="Kind">How the element's octets are to be read.</param>
/// <param name="Rank">Among elements of one template that go to the same slot the lowest rank is read, then the first.</param>
/// <param name="Time">Encoding, where the slot is a time.</param>
/// <param name="Step">What the record needs done after reading this element.</param>
internal readonly record struct ElementTarget(
    int Slot,
    ElementKind Kind = ElementKind.Integer,
    int Rank = 0,
    TimeEncoding Time = TimeEncoding.None,
    FinishSteps Step = FinishSteps.None);
