using Microsoft.Extensions.Time.Testing;
using RetailTower.Data.Model;
using RetailTower.Data.Stores;
using RetailTower.Engine.Canonical;
using RetailTower.Engine.Exceptions;
using RetailTower.Engine.Exceptions.Ownership;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Exceptions;

public sealed class CaseBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly CaseBook _book = new(new FakeTimeProvider(Noon), new TeamBook(new OwnershipOptions()));

    [Theory]
    [InlineData("Customer C1001 exceeds the limit of 500.00", "Customer C2044 exceeds the limit of 7.5")]
    [InlineData("Order SF-100001 is not there", "Order SF-100002 is not there")]
    [InlineData("Field 'PostCode' is too long", "Field 'City' is too long")]
    [InlineData("No item \"85123A\"", "No item \"22 blue\"")]
    [InlineData("Row 7f9c0e1a-11aa-4c55-9b1e-000000000001 changed", "Row 0b1d2e3f-22bb-4c55-9b1e-000000000002 changed")]
    [InlineData("TIMEOUT after 30 s", "timeout after 5 s")]
    public void Errors_of_one_cause_are_one_group(string one, string other) =>
        CaseBook.Fingerprint("erp", "submit-order", one).ShouldBe(CaseBook.Fingerprint("erp", "submit-order", other));

    [Theory]
    [InlineData("erp", "submit-order", "credit", "erp", "submit-order", "blocked")]
    [InlineData("erp", "submit-order", "credit", "erp", "amend-order", "credit")]
    [InlineData("erp", "submit-order", "credit", "erp-2", "submit-order", "credit")]
    [InlineData("erp", "fetch", "No such customer", "erp", "fetch", "No such item")]
    public void Errors_of_other_causes_are_not(string system, string operation, string error, string otherSystem, string otherOperation, string otherError) =>
        CaseBook.Fingerprint(system, operation, error).ShouldNotBe(CaseBook.Fingerprint(otherSystem, otherOperation, otherError));

    [Fact]
    public void A_long_error_fits_its_column() =>
        CaseBook.Fingerprint(new string('s', 60), new string('o', 30), string.Join(' ', Enumerable.Repeat("word", 200))).Length.ShouldBeLessThanOrEqualTo(256);

    [Theory]
    [InlineData(Domains.Customer, "Finance")]
    [InlineData(Domains.Invoice, "Finance")]
    [InlineData(Domains.Payment, "Finance")]
    [InlineData(Domains.Product, "Merchandising")]
    [InlineData(Domains.Inventory, "Warehouse")]
    [InlineData(Domains.Shipment, "Warehouse")]
    [InlineData(Domains.Order, "Customer service")]
    [InlineData(Domains.Return, "Customer service")]
    [InlineData(Domains.Integration, "Integration")]
    public void Each_domain_has_its_team(string domain, string team) => CaseBook.TeamOf(domain).ShouldBe(team);

    [Fact]
    public void A_refused_call_is_the_teams_whose_matter_it_is_and_can_be_retried()
    {
        var call = new OutboxMessage { Id = 47, System = "erp", Operation = Operations.SubmitOrder, IdempotencyKey = "k", Payload = "{}", OrderKey = 10_001, CauseInboxId = 5 };

        var opened = _book.CallRejected(call, "credit-limit", "Over the limit by 20.00.", Domains.Customer);

        opened.ShouldSatisfyAllConditions(
            it => it.Kind.ShouldBe(CaseKind.Rejected), it => it.OwnerTeam.ShouldBe("Finance"), it => it.Remedy.ShouldBe(Remedy.RetryCall),
            it => it.SubjectKey.ShouldBe("outbox:47"), it => it.OrderKey.ShouldBe(10_001), it => it.OutboxId.ShouldBe(47), it => it.InboxId.ShouldBe(5),
            it => it.DueAt.ShouldBe(Noon.AddMinutes(30)), it => it.Detail.ShouldBe("Over the limit by 20.00."));
    }

    /// <summary>A team that closes at half past five: half an hour from a quarter past is a quarter past nine, half of it is up when it opens.</summary>
    [Fact]
    public void The_clock_runs_in_the_hours_of_the_team_and_it_goes_to_whose_turn_it_is()
    {
        var teams = new TeamBook(new OwnershipOptions { Teams = { ["Finance"] = new TeamOptions { Hours = Enum.GetNames<DayOfWeek>().ToDictionary(day => day, _ => "09:00-17:30"), RoundRobin = true } } });
        teams.Seat([("Ann", "Finance")]);
        var book = new CaseBook(new FakeTimeProvider(Noon.AddHours(5).AddMinutes(15)), teams);

        var opened = book.Missing(10, "invoice", Domains.Invoice, "erp", "", 5, "GBP");
        var refused = book.CallRejected(new OutboxMessage { Id = 47, System = "erp", Operation = Operations.SubmitOrder, IdempotencyKey = "k", Payload = "{}" }, "credit-limit", "", Domains.Customer);

        (refused.DueAt, refused.ClimbsAt, refused.Allowed, refused.OwnerPerson).ShouldBe((Noon.AddHours(21).AddMinutes(15), Noon.AddHours(21), TimeSpan.FromMinutes(30), "Ann"));
        opened.DueAt.ShouldBe(Noon.AddDays(1).AddMinutes(45), "four hours, of which a quarter is left today");
    }

    [Fact]
    public void Cases_of_one_cause_are_one_group_whichever_return_they_are_about()
    {
        var order = Desks.Rows.Order(10, "SF-10");

        CaseOpening Opened(string rma) => _book.Order(order, CaseKind.Disagreement, Remedy.None, Domains.Return, "dc-east", $"{CaseMatters.Return}:{rma}", "Goods came back that nobody announced", "");
        CaseOpening Missed(string rma) => _book.Missing(10, $"return-arrives:{rma}", Domains.Integration, "dc-east", "", 5, "GBP");

        Opened("R1").Fingerprint.ShouldBe(Opened("R2").Fingerprint);
        Opened("R1").SubjectKey.ShouldNotBe(Opened("R2").SubjectKey);
        Opened("R1").Operation.ShouldBe("return");
        Missed("R1").Fingerprint.ShouldBe(Missed("R2").Fingerprint);
        Missed("R1").SubjectKey.ShouldNotBe(Missed("R2").SubjectKey);
        Missed("R1").Title.ShouldBe("dc-east has not told of return arrives");
    }
}
