using RetailTower.Web.Authentication;

namespace RetailTower.Web.Api;

/// <summary>Orders of the tower's API, version 1.</summary>
internal static class OrderEndpoints
{
    private const string Root = "/api/v1/orders";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, (HttpContext http, SubmitOrder submit) => submit.AnswerAsync(http)).RequireAuthorization(Policies.ApiWriteOrders);
        routes.MapGet($"{Root}/{{reference}}", (string reference, HttpContext http, OrderStatusAnswer status) => status.AnswerAsync(reference, http)).RequireAuthorization(Policies.ApiReadOrders);
    }

    public static string AddressOf(string reference) => $"{Root}/{Uri.EscapeDataString(reference)}";
}
