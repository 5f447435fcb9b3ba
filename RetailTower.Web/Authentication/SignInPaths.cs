namespace RetailTower.Web.Authentication;

/// <summary>Addresses of signing in and out.</summary>
public static class SignInPaths
{
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string SetUp = "/setup";
    public const string NotAllowed = "/not-allowed";
    public const string ReturnUrl = "returnUrl";

    /// <summary>The address when it lies within the tower, else the front page: a link must not lead a person elsewhere after signing in.</summary>
    public static string Local(string? returnUrl) =>
        returnUrl is ['/', ..] and not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl) ? returnUrl : "/";
}
