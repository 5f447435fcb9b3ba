using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Web.Authentication;

namespace RetailTower.Web.Wall;

/// <summary>
/// Who may see the wall's figures: people who are signed in, and whoever holds a link that an administrator made. A link's key is signed with the tower's own keys
/// and names a row that can be revoked; it opens nothing but the wall. It travels behind the # of the address and in a header, so that no log holds it.
/// </summary>
internal sealed class WallDoor(WallLinkStore links, IDataProtectionProvider protection, IAuthorizationService rights)
{
    public const string Header = "X-Wall-Key";

    private readonly IDataProtector _signature = protection.CreateProtector("RetailTower.WallLink.v1");

    /// <summary>Newest first.</summary>
    public Task<List<WallLink>> ListAsync(CancellationToken cancellationToken) => links.ListAsync(cancellationToken);

    /// <returns>The link's key, which is kept nowhere: it can be shown this once.</returns>
    public async Task<string> MakeAsync(string name, TimeSpan lasts, string who, CancellationToken cancellationToken)
    {
        var id = await links.AddAsync(name, lasts, who, cancellationToken);
        return Base64Url.EncodeToString(_signature.Protect(Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture))));
    }

    public Task<bool> RevokeAsync(long id, string who, CancellationToken cancellationToken) => links.RevokeAsync(id, who, cancellationToken);

    public async Task<bool> MaySeeAsync(HttpContext http)
    {
        if (http.Request.Headers.TryGetValue(Header, out var key)) return Read(key.ToString()) is { } id && await links.IsGoodAsync(id, http.RequestAborted);
        return http.User.Identity?.IsAuthenticated == true && (await rights.AuthorizeAsync(http.User, Policies.CanSeeOrders)).Succeeded;
    }

    /// <returns>Null when this tower did not sign it.</returns>
    private long? Read(string key)
    {
        try
        {
            return long.TryParse(Encoding.ASCII.GetString(_signature.Unprotect(Base64Url.DecodeFromChars(key))), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
