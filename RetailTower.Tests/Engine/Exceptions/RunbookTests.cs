using System.Reflection;
using RetailTower.Data.Model;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Orders;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Exceptions;

/// <summary>No case without a procedure: whoever adds a kind, a call, a step or a matter writes its runbook too.</summary>
public sealed class RunbookTests
{
    public static TheoryData<CaseKind> Kinds => [.. Enum.GetValues<CaseKind>()];

    public static TheoryData<string> Calls => [.. Constants(typeof(Operations))];

    public static TheoryData<string> Steps => [.. Constants(typeof(ExpectedSteps))];

    public static TheoryData<string> Matters => [.. Constants(typeof(CaseMatters))];

    public static TheoryData<string> Names => [.. Runbooks.All.Select(book => book.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_one(CaseKind kind) => Runbooks.Of(kind, "of no runbook of its own").Name.ShouldBe(kind.ToString().ToLowerInvariant());

    [Theory]
    [MemberData(nameof(Calls))]
    public void Every_call_that_a_system_can_refuse_has_one(string operation) => Runbooks.Of(CaseKind.Rejected, operation).Name.ShouldBe($"rejected.{operation}");

    [Theory]
    [MemberData(nameof(Steps))]
    public void Every_step_that_can_be_missing_has_one(string step) => Runbooks.Of(CaseKind.Missing, step).Name.ShouldBe($"missing.{step}");

    [Theory]
    [MemberData(nameof(Matters))]
    public void Every_matter_of_an_order_has_one(string matter) => Runbooks.All.Select(book => book.Name).Count(name => name.EndsWith($".{matter}", StringComparison.Ordinal)).ShouldBeGreaterThan(0);

    [Fact]
    public void A_lane_that_rests_has_one() => Runbooks.Of(CaseKind.Undeliverable, "lane").Title.ShouldBe("A system is not answering");

    /// <summary>Nobody reads an essay at three in the morning, and nobody is helped by half a procedure.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Each_says_what_it_means_what_to_check_what_to_do_what_not_to_do_and_whom_to_call(string name)
    {
        var book = Runbooks.All.Single(it => it.Name == name);
        book.Title.ShouldNotBeNullOrWhiteSpace();
        foreach (var part in new[] { "What it means.", "Check", "Do", "Do not", "Call" }) book.Html.ShouldContain($"<strong>{part}</strong>");
        book.Html.ShouldNotContain("**");
        book.Html.Length.ShouldBeInRange(400, 2000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void None_is_for_what_cannot_be_opened(string name)
    {
        var parts = name.Split('.');
        Enum.GetNames<CaseKind>().Select(kind => kind.ToLowerInvariant()).ShouldContain(parts[0]);
        if (parts.Length > 1) new[] { "lane" }.Concat(Constants(typeof(Operations))).Concat(Constants(typeof(ExpectedSteps))).Concat(Constants(typeof(CaseMatters))).ShouldContain(parts[1]);
    }

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
