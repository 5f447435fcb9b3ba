using System.Security.Cryptography;
using System.Text;

namespace RetailTower.Engine.Simulation.Shopify;

/// <summary>The signature of a Shopify webhook.</summary>
public static class WebhookSignature
{
    /// <summary>Base64 of HMAC-SHA256 over the body's raw bytes; the key is the app's client secret as UTF-8, not decoded.</summary>
    public static string Of(string clientSecret, byte[] body) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(clientSecret), body));
}
