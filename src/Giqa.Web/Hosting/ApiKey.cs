using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Giqa.Web.Hosting;

/// <summary>The key that callers present, and the cookie that replaces it in a browser.</summary>
internal sealed class ApiKey
{
    private const string CookieName = "giqa";
    private const string Scheme = "Bearer ";

    private readonly byte[] _hash;
    private readonly string _cookie;

    internal ApiKey(string key)
    {
        _hash = Hash(key);
        _cookie = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), "giqa page"u8));
    }

    /// <summary>Whether a request presents the key.</summary>
    internal bool IsPresentedBy(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return (authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Matches(authorization[Scheme.Length..].Trim()))
            || Matches(request.Headers["X-Api-Key"].ToString())
            || (request.Cookies[CookieName] is { } cookie && CryptographicOperations.FixedTimeEquals(Hash(cookie), Hash(_cookie)));
    }

    /// <summary>Whether a text is the key; takes the same time for any text.</summary>
    internal bool Matches(string candidate) => CryptographicOperations.FixedTimeEquals(Hash(candidate), _hash);

    /// <summary>Signs a browser in.</summary>
    internal void SignIn(HttpResponse response) =>
        response.Cookies.Append(CookieName, _cookie, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", Secure = response.HttpContext.Request.IsHttps });

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
