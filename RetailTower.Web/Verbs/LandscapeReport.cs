namespace RetailTower.Web.Verbs;

/// <summary>Tells on the terminal which systems the landscape's control face names.</summary>
internal static class LandscapeReport
{
    private sealed record Description(IReadOnlyList<SystemDescription> Systems);

    private sealed record SystemDescription(string Name, string BaseAddress, string Protocol);

    public static async Task WriteAsync(Uri controlFace, TextWriter output, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = controlFace };
        var described = await http.GetFromJsonAsync<Description>("/", cancellationToken);
        foreach (var system in described?.Systems ?? []) output.WriteLine($"  {system.Name,-18} {system.BaseAddress,-24} {system.Protocol}");
        output.WriteLine($"  Credentials: GET {controlFace}   Books: GET {controlFace}ledger");
    }
}
