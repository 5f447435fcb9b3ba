using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.House;

/// <summary>What holds for every source file and project.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 600;
    private static readonly string[] Projects = ["RetailTower.Data", "RetailTower.Engine", "RetailTower.Web", "RetailTower.Tests"];

    [Fact]
    public void No_file_is_longer_than_600_lines()
    {
        var files = Projects.SelectMany(project => Repository.Files(project, ".cs", ".razor", ".css", ".js")).ToList();
        files.Count.ShouldBeGreaterThan(100);

        files.Where(path => Repository.Lines(path).Count > LongestFile).ShouldBeEmpty();
    }

    /// <summary>A clock that cannot be set cannot be tested.</summary>
    [Fact]
    public void The_time_comes_from_the_time_provider() =>
        Offences(Clock(), "RetailTower.Data", "RetailTower.Engine", "RetailTower.Web").ShouldBeEmpty();

    /// <summary>A test that sleeps is slow when it passes and wrong when the machine is busy.</summary>
    [Fact]
    public void No_test_sleeps() => Offences(Sleep(), "RetailTower.Tests").ShouldBeEmpty();

    [Theory]
    [InlineData("RetailTower.Data", "", "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore Microsoft.AspNetCore.Identity.EntityFrameworkCore Microsoft.EntityFrameworkCore.Design Microsoft.EntityFrameworkCore.SqlServer Microsoft.EntityFrameworkCore.Sqlite")]
    [InlineData("RetailTower.Engine", "RetailTower.Data", "CsvHelper Hangfire.AspNetCore Hangfire.InMemory Hangfire.SqlServer MailKit Markdig StackExchange.Redis")]
    [InlineData("RetailTower.Web", "RetailTower.Engine", "DiffPlex MudBlazor OpenTelemetry.Exporter.OpenTelemetryProtocol OpenTelemetry.Exporter.Prometheus.AspNetCore OpenTelemetry.Extensions.Hosting OpenTelemetry.Instrumentation.AspNetCore OpenTelemetry.Instrumentation.Runtime System.CommandLine")]
    public void A_project_stands_on_what_is_agreed(string project, string projects, string packages)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, project, project + ".csproj"));

        Included("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ShouldBe(Words(projects));
        Included("PackageReference").Order(StringComparer.Ordinal).ShouldBe(Words(packages));

        IEnumerable<string> Included(string item) => file.Descendants(item).Select(it => it.Attribute("Include")!.Value.Replace('\\', '/'));
        static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<string> Offences(Regex what, params string[] folders) =>
    [
        .. folders.SelectMany(folder => Repository.Files(folder, ".cs", ".razor"))
            .SelectMany(path => Repository.Lines(path).Select((line, index) => (Path: path, Number: index + 1, Line: line)))
            .Where(it => what.IsMatch(it.Line)).Select(it => $"{it.Path}:{it.Number}: {it.Line.Trim()}"),
    ];

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(Task\.Delay|Thread\.Sleep)\(")]
    private static partial Regex Sleep();
}
