using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using RetailTower.Data.Model;
using RetailTower.Web.Problems;

namespace RetailTower.Web.Authentication;

/// <summary><c>POST /sign-out</c>, from a page of the tower only, so that no foreign page can sign anyone out.</summary>
internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(SignInPaths.SignOut, SignOutAsync);

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, SignInManager<Person> signIn)
    {
        // The form on a page that answered 404 has no token, because it was rendered by a second pass; there the browser's own word stands in.
        if (http.Request.Headers["Sec-Fetch-Site"] != "same-origin" && !await antiforgery.IsRequestValidAsync(http))
            return Problem.Of(StatusCodes.Status400BadRequest, "The form has expired. Go back, reload the page and sign out again.");
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(SignInPaths.SignIn);
    }
}
