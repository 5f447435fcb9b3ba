namespace RetailTower.Web.Problems;

/// <summary>Which addresses programs call; they get problem+json where a person gets a page.</summary>
internal static class Faces
{
    public static IReadOnlyList<string> ForPrograms { get; } = ["/api", "/hooks", "/health", "/metrics"];

    public static bool IsForPrograms(PathString path) => ForPrograms.Any(face => path.StartsWithSegments(face));
}
