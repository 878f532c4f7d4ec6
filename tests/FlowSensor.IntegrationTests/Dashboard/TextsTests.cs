using System.Text.RegularExpressions;
using FlowSensor.Dashboard.Viewing;
using FlowSensor.Engine.Detection;

namespace FlowSensor.IntegrationTests.Dashboard;

/// <summary>The languages of the pages.</summary>
public sealed partial class TextsTests
{
    [Fact]
    public void TraditionalChinese_EveryTextOfThePages_IsThereWithItsValues()
    {
        string[] used = [.. Directory.EnumerateFiles(Sources(), "*.razor", SearchOption.AllDirectories).Select(File.ReadAllText)
            .SelectMany(static text => Text().Matches(text)).Select(static match => match.Groups[1].Value).Concat(PageRange.Choices.Select(static choice => choice.Words)).Distinct()];
        HashSet<string> known = [.. Texts.TraditionalChinese.Known];

        Assert.True(used.Length > 200);
        Assert.DoesNotContain(used, text => !known.Contains(text));
        Assert.DoesNotContain(known, static text => !Values(text).SequenceEqual(Values(Texts.TraditionalChinese[text])));
    }

    [Fact]
    public void TraditionalChinese_KindsOfIncidents_HaveNames() =>
        Assert.Empty(IncidentKinds.All.Except(Texts.TraditionalChinese.Known));

    [Theory]
    [InlineData("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant")]
    [InlineData("zh-HK", "zh-Hant")]
    [InlineData("zh-CN,zh-Hans;q=0.9", "en")]
    [InlineData("de-DE,zh-Hant;q=0.5", "zh-Hant")]
    [InlineData("en-GB,zh-TW", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void Of_WhatABrowserPrefers_IsTheFirstThatIsThere(string? header, string language) => Assert.Equal(language, Texts.Of(header).Language);

    private static string Sources()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "src", "FlowSensor", "Dashboard")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "src", "FlowSensor", "Dashboard");
    }

    private static IEnumerable<string> Values(string text) => Value().Matches(text).Select(static match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("""\b(?:T|_texts|Viewer\.Texts)(?:\[|\.Format\()"([^"]+)["]""")]
    private static partial Regex Text();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Value();
}
