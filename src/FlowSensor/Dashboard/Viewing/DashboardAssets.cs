using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace FlowSensor.Dashboard.Viewing;

/// <summary>Scripts, styles, fonts and pictures, all out of the assembly: nothing is loaded from elsewhere, and nothing has to lie beside the program.</summary>
internal sealed class DashboardAssets
{
    private const string Prefix = "assets/";
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".woff2"] = "font/woff2",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, Asset> _assets;

    public DashboardAssets()
    {
        Assembly assembly = typeof(DashboardAssets).Assembly;
        _assets = assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Prefix.Length..], name => new Asset(assembly, name));
    }

    /// <summary>The address of an asset, which changes with its content.</summary>
    /// <param name="name">Its name, such as <c>dashboard.css</c>.</param>
    public string this[string name] => $"{Prefix}{name}?v={_assets[name].Version}";

    /// <summary>Serves them.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/assets/{**name}", ["GET", "HEAD"], AnswerAsync);
        endpoints.MapMethods("/favicon.ico", ["GET", "HEAD"], context => SendAsync(context, _assets["mark.svg"])).AllowAnonymous();
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (context.Request.RouteValues["name"] is string name && _assets.TryGetValue(name, out Asset? asset))
        {
            return SendAsync(context, asset);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task SendAsync(HttpContext context, Asset asset)
    {
        HttpResponse response = context.Response;
        string tag = $"\"{asset.Version}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = context.Request.Query["v"] == asset.Version ? Forever : "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        if (StringValues.IsNullOrEmpty(context.Request.Headers.IfNoneMatch) || context.Request.Headers.IfNoneMatch != tag)
        {
            bool isCompressed = asset.Compressed is not null && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
            byte[] body = isCompressed ? asset.Compressed! : asset.Plain;
            response.ContentType = asset.Type;
            response.ContentLength = body.Length;
            if (isCompressed)
            {
                response.Headers.ContentEncoding = "br";
            }

            if (HttpMethods.IsGet(context.Request.Method))
            {
                await response.Body.WriteAsync(body, context.RequestAborted);
            }

            return;
        }

        response.StatusCode = StatusCodes.Status304NotModified;
    }

    private sealed class Asset
    {
        private readonly Lazy<byte[]?> _compressed;

        public Asset(Assembly assembly, string resource)
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            Plain = new byte[stream.Length];
            stream.ReadExactly(Plain);
            string extension = Path.GetExtension(resource);
            Type = Types.GetValueOrDefault(extension, "application/octet-stream");
            Version = Convert.ToHexStringLower(SHA256.HashData(Plain).AsSpan(0, 6));
            _compressed = new Lazy<byte[]?>(() => extension == ".woff2" ? null : Compress(Plain));
        }

        public byte[] Plain { get; }

        public string Type { get; }

        public string Version { get; }

        public byte[]? Compressed => _compressed.Value;

        private static byte[] Compress(byte[] plain)
        {
            using MemoryStream packed = new();
            using (BrotliStream brotli = new(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                brotli.Write(plain);
            }

            return packed.ToArray();
        }
    }
}
