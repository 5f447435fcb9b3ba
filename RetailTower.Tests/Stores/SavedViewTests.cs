using Microsoft.EntityFrameworkCore;
using RetailTower.Data.Model;
using RetailTower.Engine.Exceptions;
using RetailTower.Tests.Desks;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Stores;

/// <summary>Views belong to whoever saved them and are seen by whom they are for.</summary>
public abstract class SavedViewContract<T> : StoreContract<T> where T : StoreFixture
{
    private ViewDesk Desk => Store.Get<ViewDesk>();

    [Fact]
    public async Task They_are_listed_for_their_owner_and_for_those_they_are_shared_with()
    {
        await Desk.SaveAsync(" Late ", "/exceptions?age=day", ViewAudience.Owner, null, "kim", Cancel);
        await Desk.SaveAsync("Tax", "/exceptions?find=taxCode%20%3D%20X", ViewAudience.Team, "Finance", "kim", Cancel);
        await Desk.SaveAsync("All", "/exceptions", ViewAudience.Everyone, "ignored", "kim", Cancel);
        await Desk.SaveAsync("Late", "/exceptions?age=hour", ViewAudience.Owner, null, "lee", Cancel);

        (await Desk.ListAsync("kim", Cancel)).Select(view => (view.Name, view.Team)).ShouldBe([("Late", null), ("Tax", "Finance"), ("All", null)]);
        (await Desk.ListAsync("lee", Cancel)).Select(view => view.Address).ShouldBe(["/exceptions?age=hour", "/exceptions?find=taxCode%20%3D%20X", "/exceptions"]);
        (await Store.ReadAsync(db => db.Audit.Select(entry => entry.Target).ToListAsync(Cancel))).ShouldBe(["Tax", "All"]);
    }

    [Fact]
    public async Task Saving_under_the_same_name_replaces_it_and_only_its_owner_removes_it()
    {
        await Desk.SaveAsync("Late", "/exceptions?age=day", ViewAudience.Everyone, null, "kim", Cancel);
        await Desk.SaveAsync("Late", "/exceptions?age=hour", ViewAudience.Everyone, null, "kim", Cancel);
        var view = (await Desk.ListAsync("lee", Cancel)).ShouldHaveSingleItem();
        view.Address.ShouldBe("/exceptions?age=hour");

        (await Desk.RemoveAsync(view.Id, "lee", Cancel)).ShouldBeFalse();
        (await Desk.RemoveAsync(view.Id, "kim", Cancel)).ShouldBeTrue();
        (await Desk.ListAsync("kim", Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "/exceptions", ViewAudience.Owner)]
    [InlineData("Away", "https://elsewhere.example/", ViewAudience.Owner)]
    [InlineData("Away", "//elsewhere.example/", ViewAudience.Owner)]
    [InlineData("No team", "/exceptions", ViewAudience.Team)]
    public async Task What_is_no_view_is_refused(string name, string address, ViewAudience audience) =>
        await Should.ThrowAsync<ArgumentException>(() => Desk.SaveAsync(name, address, audience, null, "kim", Cancel));
}

public sealed class SqliteSavedViewTests : SavedViewContract<SqliteStore>
{
    protected override Task<SqliteStore> StartAsync() => SqliteStore.StartAsync();
}

public sealed class SqlServerSavedViewTests : SavedViewContract<SqlServerStore>
{
    protected override Task<SqlServerStore> StartAsync() => SqlServerStore.StartAsync();
}
