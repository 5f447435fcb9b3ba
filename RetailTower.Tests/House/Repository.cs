namespace RetailTower.Tests.House;

/// <summary>The sources that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Hand-written files below <paramref name="folder"/>, by path from the root: neither built nor generated.</summary>
    public static IReadOnlyList<string> Files(string folder, params string[] extensions) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => extensions.Contains(Path.GetExtension(path)))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "Migrations" or "wwwroot"))
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RetailTower.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
