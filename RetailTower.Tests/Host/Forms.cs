using System.Text.RegularExpressions;

namespace RetailTower.Tests.Host;

/// <summary>Fills in a form of a server-rendered page as a browser does: hidden fields come from the page.</summary>
internal static partial class Forms
{
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient browser, string page, string form, CancellationToken cancellationToken, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(page, cancellationToken);
        var body = html.Split("<form").Skip(1).Select(part => part.Split("</form>")[0]).Single(part => part.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        var all = Hidden().Matches(body).Select(hidden => new KeyValuePair<string, string>(hidden.Groups[1].Value, hidden.Groups[2].Value))
            .Concat(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        return await browser.PostAsync(page, new FormUrlEncodedContent(all), cancellationToken);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
