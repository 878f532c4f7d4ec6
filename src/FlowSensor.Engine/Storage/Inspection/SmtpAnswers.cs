namespace FlowSensor.Engine.Storage.Inspection;

/// <summary>What SMTP servers answered a host in one window.</summary>
/// <param name="Sessions">Sessions it opened.</param>
/// <param name="Recipients">Recipients answered.</param>
/// <param name="Refused">Refused for good.</param>
/// <param name="RelayDenied">Refused because the server does not relay.</param>
/// <param name="Blocked">Refused because the host is on a list.</param>
/// <param name="Greylisted">Put off.</param>
/// <param name="Accepted">Messages accepted.</param>
/// <param name="MxQueries">MX queries it sent.</param>
internal sealed record SmtpAnswers(int Sessions, int Recipients, int Refused, int RelayDenied, int Blocked, int Greylisted, int Accepted, int MxQueries);
