using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using RetailTower.Engine.Orders;

namespace RetailTower.Web.Model;

/// <summary>Lets the omnibox find orders by any number, e-mail or name.</summary>
internal sealed class OrderOmniboxSource(OrderDesk desk, AuthenticationStateProvider authentication, IAuthorizationService rights) : IOmniboxSource
{
    public async Task<IReadOnlyList<OmniboxHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var viewer = await Viewer.OfAsync(authentication.GetAuthenticationStateAsync(), rights);
        var hits = await desk.FindAsync(text, cancellationToken);
        return [.. hits.Take(limit).Select(hit => new OmniboxHit(
            "Orders",
            OrderKey.Format(hit.Order.Key),
            $"{hit.Order.Number} · {viewer.Customer(hit.Order.CustomerName)} · {OrderWords.Word(hit.Order.Status).ToLowerInvariant()}",
            TowerUrls.Order(hit.Order.Key)))];
    }
}
