using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RetailTower.Web.Authentication;

/// <summary>A key that a program shows. The tower keeps only its hash; 256 random bits need no salt and no slow hash.</summary>
internal static class ApiKey
{
    public const string Prefix = "rt_";

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
