namespace FlowSensor.Engine.Inspection;

/// <summary>The places of a session's two hosts in the tables of <see cref="SmtpStatistics"/>, so that each is looked up once a session.</summary>
internal struct SessionRows
{
    public HostPlace Server;
    public HostPlace Client;
}
