namespace RetailTower.Web.Authentication;

/// <summary>What an API client may do; kept with the client, separated by spaces.</summary>
public static class ApiScopes
{
    public const string Claim = "scope";
    public const string WriteOrders = "orders:write";
    public const string ReadOrders = "orders:read";
}
