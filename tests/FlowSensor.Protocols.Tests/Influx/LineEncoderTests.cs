using System.Text;
using FlowSensor.Protocols.Influx;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Influx;

public sealed class LineEncoderTests
{
    private readonly LineEncoder _encoder = new();

    [Fact]
    public void End_PointOfEveryKind_IsOneLine()
    {
        _encoder.Begin("traffic");
        _encoder.Tag("service", "smtp");
        _encoder.Tag("direction", "request");
        _encoder.Field("flows", 12L);
        _encoder.Field("octets", ulong.MaxValue);
        _encoder.Field("share", 0.25);
        _encoder.Field("source", "192.0.2.1");

        Assert.True(_encoder.End(1_767_225_600_000));

        Assert.Equal(1, _encoder.Lines);
        Assert.Equal(
            "traffic,service=smtp,direction=request flows=12i,octets=9223372036854775807i,share=0.25,source=\"192.0.2.1\" 1767225600000\n",
            Text());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a b", "a\\ b")]
    [InlineData("a,b=c", "a\\,b\\=c")]
    [InlineData("say \"x\"", "say\\ \"x\"")]
    [InlineData("a\nb", "a\uFFFDb")]
    [InlineData("a\r\n\0\u007f\u0085b", "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb")]
    [InlineData("c:\\temp", "c:\\temp")]
    [InlineData("ends\\", "ends/")]
    [InlineData("a\\,b", "a/\\,b")]
    [InlineData("a\\\\b", "a/\\b")]
    [InlineData("a\\ ", "a/\\ ")]
    [InlineData("a\\\n", "a\\\uFFFD")]
    [InlineData("大學 😀", "大學\\ 😀")]
    [InlineData("#first", "#first")]
    public void Tag_AnyValue_StaysInItsPlace(string value, string written)
    {
        _encoder.Begin("m");
        _encoder.Tag("t", value);
        _encoder.Field("f", 1L);
        _encoder.End(5);

        Assert.Equal($"m,t={written} f=1i 5\n", Text());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a \"b\" \\", "a \\\"b\\\" \\\\")]
    [InlineData("a\nfake value=1", "a\uFFFDfake value=1")]
    [InlineData("", "")]
    public void Field_AnyText_StaysInItsQuotes(string value, string written)
    {
        _encoder.Begin("m");
        _encoder.Field("f", value);
        _encoder.End(5);

        Assert.Equal($"m f=\"{written}\" 5\n", Text());
    }

    [Theory]
    [InlineData("#comment", "\uFFFDcomment")]
    [InlineData("a,b c=d", "a\\,b\\ c=d")]
    public void Begin_AnyMeasurement_StaysInItsPlace(string value, string written)
    {
        _encoder.Begin(value);
        _encoder.Field("f", 1L);
        _encoder.End(5);

        Assert.Equal($"{written} f=1i 5\n", Text());
    }

    [Fact]
    public void Tag_OctetsThatAreNotUtf8_GetStandIns()
    {
        _encoder.Begin("m");
        _encoder.Tag("t", [0x61, 0xFF, 0xC3, 0x28, 0xE5, 0xA4]);
        _encoder.Field("f", [0xFE, 0x22]);
        _encoder.End(5);

        Assert.Equal("m,t=a\uFFFD\uFFFD(\uFFFD f=\"\uFFFD\\\"\" 5\n", Text());
    }

    [Fact]
    public void Tag_HalfOfACharacter_GetsAStandIn()
    {
        _encoder.Begin("m");
        _encoder.Tag("t", "\ud800x");
        _encoder.Field("f", 1L);
        _encoder.End(5);

        Assert.Equal("m,t=\uFFFDx f=1i 5\n", Text());
    }

    [Theory]
    [InlineData("a b,c=d", "a b,c=d")]
    [InlineData("a\\,b", "a/,b")]
    [InlineData("a\nb", "a\uFFFDb")]
    public void AsWritten_AnyName_IsWhatIsReadBack(string name, string expected) => Assert.Equal(expected, LineEncoder.AsWritten(name));

    [Fact]
    public void Tag_CutBehindABackslash_DoesNotEndInOne()
    {
        _encoder.Begin("m");
        _encoder.Tag("t", new string('a', LineText.MostOctets - 1) + "\\é");
        _encoder.Field("f", 1L);
        _encoder.End(5);

        Assert.EndsWith("a/ f=1i 5\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tag_WithoutValue_IsLeftOut()
    {
        _encoder.Begin("m");
        _encoder.Tag("t", "");
        _encoder.Tag("u", ReadOnlySpan<byte>.Empty);
        _encoder.Field("f", 1L);
        _encoder.End(5);

        Assert.Equal("m f=1i 5\n", Text());
    }

    [Fact]
    public void End_WithoutAField_WritesNothing()
    {
        _encoder.Begin("m");
        _encoder.Tag("t", "x");
        _encoder.Field("f", double.NaN);
        _encoder.Field("g", double.PositiveInfinity);

        Assert.False(_encoder.End(5));

        Assert.Equal((0, ""), (_encoder.Lines, Text()));
    }

    [Fact]
    public void Begin_AfterALineThatWasNotEnded_ForgetsIt()
    {
        _encoder.Begin("lost");
        _encoder.Field("f", 1L);
        _encoder.Begin("m");
        _encoder.Field("f", 2L);
        _encoder.End(-1);

        Assert.Equal("m f=2i -1\n", Text());
    }

    [Fact]
    public void BeginSeries_WithWhatWasBegun_WritesTheSameLine()
    {
        _encoder.Begin("m");
        _encoder.Tag("t", "a b");
        byte[] series = _encoder.Begun.ToArray();
        _encoder.BeginSeries(series);
        _encoder.Field("f", 1L);
        _encoder.End(5);

        Assert.Equal("m,t=a\\ b f=1i 5\n", Text());
    }

    [Fact]
    public void Tag_LongerThanTheMost_IsCutAtACharacter()
    {
        _encoder.Begin("m");
        _encoder.Tag("t", new string('é', 10_000) + " x");
        _encoder.Field("f", 1L);
        _encoder.End(5);

        Assert.Equal($"m,t={new string('é', LineText.MostOctets / 2)} f=1i 5\n", Text());
    }

    [Fact]
    public void Encoder_RandomNames_AreReadBackOneLineEach()
    {
        Random random = new(7);
        char[] alphabet = [' ', ',', '=', '"', '\\', '\n', '\r', '\0', '#', 'a', 'é', '\ud83d', '\ude00', '/', '\t'];
        for (int round = 0; round < 20_000; round++)
        {
            string tag = Name(random, alphabet);
            string text = Name(random, alphabet);
            _encoder.Clear();
            _encoder.Begin("m" + Name(random, alphabet));
            _encoder.Tag("k" + Name(random, alphabet), tag);
            _encoder.Field("f", text);
            _encoder.Field("n", 7L);
            _encoder.Field("z" + Name(random, alphabet), 8L);
            _encoder.End(5);
            _encoder.Begin("next");
            _encoder.Field("f", 1L);
            _encoder.End(6);

            IReadOnlyList<LineReader> lines = LineReader.ReadAll(_encoder.Written);
            Assert.Equal(2, lines.Count);
            Assert.Equal(LineReader.Seen(text), lines[0].Fields["f"]);
            Assert.Equal(3, lines[0].Fields.Count);
            Assert.Equal(("7i", "5", tag.Length == 0 ? 0 : 1), (lines[0].Fields["n"], lines[0].Time, lines[0].Tags.Count));
            Assert.Equal(("next", "1i"), (lines[1].Measurement, lines[1].Fields["f"]));
        }
    }

    [Fact]
    public void Encoder_OnceGrown_AllocatesNothing()
    {
        void Write()
        {
            _encoder.Clear();
            for (int i = 0; i < 100; i++)
            {
                _encoder.Begin("traffic");
                _encoder.Tag("exporter", "192.0.2.1");
                _encoder.Tag("name", "a, b"u8);
                _encoder.Field("flows", 1_234_567L);
                _encoder.Field("share", 0.123456789);
                _encoder.Field("source", "2001:db8::1");
                _encoder.End(1_767_225_600_000);
            }
        }

        for (int warm = 0; warm < 50; warm++)
        {
            Write();
        }

        Assert.Equal(0, AllocatedBytes.Of(Write));
    }

    private static string Name(Random random, char[] alphabet) => new(random.GetItems(alphabet, random.Next(0, 6)));

    private string Text() => Encoding.UTF8.GetString(_encoder.Written);
}
