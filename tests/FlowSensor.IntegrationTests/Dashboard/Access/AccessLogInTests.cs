using System.Net;
using System.Text;
using System.Text.Json;
using FlowSensor.IntegrationTests.Commands;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>Logging in and out of a running sensor.</summary>
[Collection(AccessSensorCollection.Name)]
public sealed class AccessLogInTests(AccessSensor sensor)
{
    [Fact]
    public async Task LogIn_ThenOut_OpensAndCloses()
    {
        using AccessClient client = sensor.Open();
        Assert.False(await client.IsInAsync());

        using HttpResponseMessage welcome = await client.LogInAsync("ines", AccessSensor.Password, "/metrics?x=1");

        Assert.Equal((HttpStatusCode.Redirect, "/metrics?x=1"), (welcome.StatusCode, welcome.Headers.Location?.ToString()));
        string cookie = Assert.Single(welcome.Headers.GetValues("Set-Cookie"), static value => value.Contains("flowsensor-", StringComparison.Ordinal) && !value.Contains("-form", StringComparison.Ordinal));
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        Assert.All(["httponly", "secure", "samesite=strict", "path=/"], wanted => Assert.Contains(wanted, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("ines", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(await client.IsInAsync());

        Cookie kept = client.Cookies.Single(static value => !value.Name.Contains("-form", StringComparison.Ordinal));
        (string Name, string Value) header = ("Cookie", $"{kept.Name}={kept.Value}");
        using HttpResponseMessage farewell = await LogOutAsync(client);
        Assert.Equal("/login", farewell.Headers.Location?.ToString());
        Assert.False(await client.IsInAsync());

        // The cookie itself opens nothing any more: the session has ended in the store.
        using AccessClient thief = sensor.Open();
        using HttpResponseMessage stolen = await thief.GetAsync("/logout", header);
        Assert.Equal(HttpStatusCode.Unauthorized, stolen.StatusCode);
    }

    [Fact]
    public async Task LogIn_WrongPasswordAndUnknownName_AnswerAlike()
    {
        sensor.AddUser("wanda", "read");
        using AccessClient client = sensor.Open("127.0.0.11");

        using HttpResponseMessage wrong = await client.LogInAsync("wanda", "not the password");
        using HttpResponseMessage unknown = await client.LogInAsync("nobody", "not the password");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(Comparable(await wrong.Content.ReadAsStringAsync(), "wanda"), Comparable(await unknown.Content.ReadAsStringAsync(), "nobody"));
        Assert.DoesNotContain(client.Cookies, static cookie => !cookie.Name.Contains("-form", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//elsewhere.example/x")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/x\r\nSet-Cookie: a=b")]
    public async Task LogIn_ReturnToElsewhere_GoesToTheFirstPage(string back)
    {
        using AccessClient client = sensor.Open();

        using HttpResponseMessage answer = await client.LogInAsync("ines", AccessSensor.Password, back);

        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Password_IsChanged_EndsSessions()
    {
        sensor.AddUser("petra", "operate");
        using AccessClient client = await sensor.OpenAsync("petra");
        using AccessClient other = await sensor.OpenAsync("ines");

        sensor.Run("another good password\n", "user", "password", "petra");

        Assert.False(await client.IsInAsync());
        Assert.True(await other.IsInAsync());
        using AccessClient late = sensor.Open("127.0.0.12");
        using HttpResponseMessage old = await late.LogInAsync("petra", AccessSensor.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        using AccessClient again = await sensor.OpenAsync("petra", "another good password");
    }

    [Fact]
    public async Task User_IsRemoved_EndsSessions()
    {
        sensor.AddUser("rolf", "read");
        using AccessClient client = await sensor.OpenAsync("rolf");

        sensor.Run("", "user", "remove", "rolf");

        Assert.False(await client.IsInAsync());
    }

    [Fact]
    public async Task LogIn_AsAnother_TakesOverNoSession()
    {
        using AccessClient client = await sensor.OpenAsync("rita");
        string before = client.Cookies.Single(static cookie => !cookie.Name.Contains("-form", StringComparison.Ordinal)).Value;
        string token = await client.FormTokenAsync("/logout");
        FormUrlEncodedContent form = new(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["name"] = "ines", ["password"] = AccessSensor.Password });

        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Post, "/login", form);

        Assert.StartsWith("/login", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.False(await client.IsInAsync());
        using HttpResponseMessage second = await client.LogInAsync("ines", AccessSensor.Password);
        Assert.Equal("/", second.Headers.Location?.ToString());
        Assert.NotEqual(before, client.Cookies.Single(static cookie => !cookie.Name.Contains("-form", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task LogIn_ManyWrongPasswords_HasToWait()
    {
        using AccessClient client = sensor.Open("127.0.0.13");
        List<HttpStatusCode> answers = [];
        for (int i = 0; i < 30 && !answers.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            using HttpResponseMessage answer = await client.LogInAsync($"guessed{i}", "not the password");
            answers.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            }
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.InRange(answers.Count, 2, 10);

        // The right password does not help from there, and is not slowed from elsewhere.
        using HttpResponseMessage slowed = await client.LogInAsync("otto", AccessSensor.Password);
        using AccessClient elsewhere = await sensor.OpenAsync("otto");
        Assert.Equal(HttpStatusCode.TooManyRequests, slowed.StatusCode);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("a\u001b[31m\u202eb\r\nSet-Cookie: x=y")]
    [InlineData("a\u0000b")]
    [InlineData("' OR 1=1 --")]
    public async Task LogIn_HostileName_IsTextEverywhere(string name)
    {
        using AccessClient client = sensor.Open("127.0.0.14");

        using HttpResponseMessage answer = await client.LogInAsync(name, "some password or other");

        string page = await answer.Content.ReadAsStringAsync();

        // The framework's reader of forms takes no zero at all.
        Assert.Equal(name.Contains('\0') ? HttpStatusCode.BadRequest : HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u001b', page);
        Assert.DoesNotContain('\u202e', page);
        Assert.DoesNotContain("x=y", string.Join(' ', answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? set : []), StringComparison.Ordinal);
        SensorResult audit = sensor.Run("", "audit", "--action", "access.login");
        Assert.DoesNotContain(audit.Output, static letter => char.IsControl(letter) && letter != '\n');
        Assert.DoesNotContain('\u202e', audit.Output);
    }

    [Fact]
    public async Task LogIn_NameOfAMegabyte_IsRefusedAndKeptNowhere()
    {
        using AccessClient client = sensor.Open();
        string token = await client.FormTokenAsync();
        string name = new('x', 1 << 20);
        byte[] body = Encoding.ASCII.GetBytes($"__RequestVerificationToken={Uri.EscapeDataString(token)}&password=p&name={name}");
        ByteArrayContent content = new(body);
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded");

        using HttpResponseMessage answer = await client.SendAsync(HttpMethod.Post, "/login", content, ("Expect", "100-continue"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.True((await answer.Content.ReadAsStringAsync()).Length < 1000);
        JsonElement audit = JsonElement.Parse(sensor.Run("", "audit", "--json", "--count", "1000").Output);
        Assert.All(audit.EnumerateArray(), static entry => Assert.True(entry.GetProperty("subject").GetString()!.Length <= 500));
    }

    private static async Task<HttpResponseMessage> LogOutAsync(AccessClient client)
    {
        FormUrlEncodedContent form = new(new Dictionary<string, string> { ["__RequestVerificationToken"] = await client.FormTokenAsync("/logout") });
        return await client.SendAsync(HttpMethod.Post, "/logout", form);
    }

    private static string Comparable(string page, string name) =>
        System.Text.RegularExpressions.Regex.Replace(page.Replace(name, "NAME", StringComparison.Ordinal), "RequestVerificationToken\" value=\"[^\"]*\"", "");
}
