using FlowSensor.Engine.Inspection;

namespace FlowSensor.Engine.Tests.Inspection;

public sealed class InspectedPortsTests
{
    [Fact]
    public void Get_EveryPort_IsWhatWasSet()
    {
        InspectedPorts ports = new();
        Dictionary<int, InspectedService> expected = new()
        {
            [53] = InspectedService.Dns,
            [25] = InspectedService.Smtp,
            [587] = InspectedService.Submission,
            [465] = InspectedService.EncryptedSubmission,
            [110] = InspectedService.Pop3,
            [995] = InspectedService.EncryptedPop3,
            [143] = InspectedService.Imap,
            [993] = InspectedService.EncryptedImap,
        };
        Compare();

        foreach ((ushort port, InspectedService service) in new[] { ((ushort)1, InspectedService.Smtp), ((ushort)65_535, InspectedService.Imap), ((ushort)25, InspectedService.None) })
        {
            ports[port] = service;
            expected[port] = service;
            Compare();
        }

        void Compare()
        {
            for (int port = 0; port <= ushort.MaxValue; port++)
            {
                Assert.Equal(expected.GetValueOrDefault(port), ports[(ushort)port]);
            }
        }
    }

    [Fact]
    public void Set_PortZero_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(static () => new InspectedPorts()[0] = InspectedService.Dns);
}
