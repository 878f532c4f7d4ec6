using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.Dashboard.Access;

/// <summary>A running Glewlwyd, an OpenID Connect provider of Debian, with one client and its users.</summary>
internal sealed class Glewlwyd : IDisposable
{
    /// <summary>Identifier of the one client.</summary>
    public const string Client = "sensor";

    /// <summary>Its secret.</summary>
    public const string Secret = "only for this test";

    private const string Schema = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3";
    private const string Password = "password of a user";

    private readonly PeerProcess _server;
    private readonly string _address;

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where its files go.</param>
    /// <param name="callback">The one address that it sends answers to.</param>
    public Glewlwyd(string folder, string callback)
    {
        int port = LoopbackPort.FreeTcp();
        _address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        string database = Path.Combine(folder, "provider.db");
        PeerProcess.Run("sqlite3", database, $".read {Schema}");
        string configuration = Path.Combine(folder, "provider.conf");
        File.WriteAllText(configuration, $$"""
            port={{port}}
            bind_address="127.0.0.1"
            external_url="{{_address}}"
            login_url="login.html"
            api_prefix="api"
            log_mode="console"
            log_level="WARNING"
            cookie_secure=0
            cookie_same_site="empty"
            session_key="GLEWLWYD2_SESSION_ID"
            admin_session_authentication="cookie"
            profile_session_authentication="cookie"
            login_api_enabled=true
            admin_scope="g_admin"
            profile_scope="g_profile"
            user_module_path="/usr/lib/glewlwyd/user"
            client_module_path="/usr/lib/glewlwyd/client"
            user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
            plugin_module_path="/usr/lib/glewlwyd/plugin"
            use_secure_connection=false
            secure_connection_key_file="unused"
            secure_connection_pem_file="unused"
            secure_connection_ca_file="unused"
            hash_algorithm="SHA512"
            database = { type = "sqlite3"; path = "{{database}}"; };
            """);
        _server = PeerProcess.Start("glewlwyd", $"--config-file={configuration}");
        using HttpClient administration = new();
        _server.WaitUntil(() => Answers(administration));
        SetUp(administration, callback);
    }

    /// <summary>The issuer.</summary>
    public string Issuer => $"{_address}/api/oidc";

    /// <summary>Logs a user in and agrees to what the client asks, as the provider's own pages do.</summary>
    /// <param name="user">Name of the user.</param>
    /// <param name="question">Where the client sent the browser.</param>
    /// <returns>Where the provider sends the browser back to.</returns>
    public async Task<Uri> AgreeAsync(string user, Uri question)
    {
        using HttpClientHandler handler = new() { AllowAutoRedirect = false };
        using HttpClient browser = new(handler);
        (await browser.PostAsJsonAsync($"{_address}/api/auth/", new { username = user, password = Password })).EnsureSuccessStatusCode();
        (await browser.PutAsJsonAsync($"{_address}/api/auth/grant/{Client}/", new { scope = "openid" })).EnsureSuccessStatusCode();
        using HttpResponseMessage answer = await browser.GetAsync(question + "&g_continue");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private bool Answers(HttpClient client)
    {
        try
        {
            using HttpResponseMessage answer = client.GetAsync($"{_address}/config").GetAwaiter().GetResult();
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void SetUp(HttpClient client, string callback)
    {
        using RSA key = RSA.Create(2048);
        Send(client, HttpMethod.Post, "auth/", new { username = "admin", password = "password" });
        JsonNode users = client.GetFromJsonAsync<JsonNode>($"{_address}/api/mod/user/database").GetAwaiter().GetResult()!;
        users["parameters"]!["data-format"]!["groups"] = JsonNode.Parse("""{"multiple": true, "read": true, "write": true, "profile-read": true, "profile-write": false}""");
        Send(client, HttpMethod.Put, "mod/user/database", users);
        Send(client, HttpMethod.Put, "mod/user/database/reset", null);
        JsonNode plugin = JsonNode.Parse("""
            {"jwt-type": "rsa", "jwt-key-size": "256", "access-token-duration": 3600, "refresh-token-duration": 3600, "code-duration": 600, "refresh-token-rolling": false,
             "allow-non-oidc": false, "auth-type-code-enabled": true, "auth-type-token-enabled": false, "auth-type-id-token-enabled": true, "auth-type-none-enabled": false,
             "auth-type-password-enabled": false, "auth-type-client-enabled": false, "auth-type-refresh-enabled": false, "subject-type": "public", "name-claim": "on-demand",
             "email-claim": "no", "pkce-allowed": true, "pkce-method-plain-allowed": false, "allowed-scope": ["openid"],
             "claims": [{"name": "groups", "user-property": "groups", "type": "string", "mandatory": true},
                        {"name": "preferred_username", "user-property": "username", "type": "string", "mandatory": true}]}
            """)!;
        plugin["iss"] = Issuer;
        plugin["key"] = key.ExportPkcs8PrivateKeyPem();
        plugin["cert"] = key.ExportSubjectPublicKeyInfoPem();
        Send(client, HttpMethod.Post, "mod/plugin/", new { module = "oidc", name = "oidc", display_name = "oidc", order_rank = 0, parameters = plugin });
        Send(client, HttpMethod.Post, "client/", new
        {
            client_id = Client,
            confidential = true,
            enabled = true,
            password = Secret,
            client_secret = Secret,
            scope = Array.Empty<string>(),
            redirect_uri = (string[])[callback],
            authorization_type = (string[])["code"],
            token_endpoint_auth_method = (string[])["client_secret_post"],
        });
        AddUser(client, "olga", "noc", "staff");
        AddUser(client, "gast", "guests");
    }

    private void AddUser(HttpClient client, string name, params string[] groups) =>
        Send(client, HttpMethod.Post, "user/", new { username = name, name, password = Password, enabled = true, scope = (string[])["openid", "g_profile"], groups });

    private void Send(HttpClient client, HttpMethod method, string path, object? body)
    {
        using HttpRequestMessage request = new(method, $"{_address}/api/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = client.SendAsync(request).GetAwaiter().GetResult();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()}");
    }
}
