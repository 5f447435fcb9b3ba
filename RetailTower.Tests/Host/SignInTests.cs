using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using RetailTower.Data.Model;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Host;

public sealed class SignInTests
{
    private const string Email = "mia@example.com";
    private const string Password = "a sentence of some length";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ada")]
    [InlineData("otto")]
    [InlineData("eve")]
    [InlineData("alma")]
    public async Task A_persona_signs_in_with_one_click_and_returns_to_where_she_was(string persona)
    {
        await using var host = await TowerHost.StartAsync(Cancelled, TowerHost.Simulating);
        using var browser = host.Client();

        var answer = await browser.SubmitAsync("/sign-in?returnUrl=%2Forders", persona, Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldEndWith("/orders");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(text => text.StartsWith("tower=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        (await browser.GetAsync("/", Cancelled)).StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    public async Task A_return_address_elsewhere_is_not_followed(string returnUrl)
    {
        await using var host = await TowerHost.StartAsync(Cancelled, TowerHost.Simulating);
        using var browser = host.Client();

        var answer = await browser.SubmitAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", "ada", Cancelled);

        new Uri(host.Address, answer.Headers.Location!).ShouldBe(host.Address);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var host = await TowerHost.StartAsync(Cancelled, TowerHost.Simulating);
        using var browser = host.Client();
        var form = new FormUrlEncodedContent([new("_handler", "alma")]);

        (await browser.PostAsync("/sign-in", form, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetAsync("/", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Without_simulation_there_are_no_personas_and_those_of_before_are_gone()
    {
        var directory = TowerHost.NewDirectory();
        await using (await TowerHost.StartAsync(Cancelled, TowerHost.Simulating, dataDirectory: directory)) { }
        await using (var host = await TowerHost.StartAsync(Cancelled, dataDirectory: directory))
        {
            using var browser = host.Client();
            (await browser.GetStringAsync("/sign-in", Cancelled)).ShouldNotContain("Alma");
            host.Announcement().ShouldContain("/setup?token=");
            File.Exists(Path.Combine(directory, "simulation-api-key")).ShouldBeFalse();
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task The_set_up_link_creates_one_administrator_and_no_second()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        var link = SetUpLink(host);
        using var browser = host.Client();

        var weak = await browser.SubmitAsync(link, "set-up", Cancelled, ("Form.Name", "Mia"), ("Form.Email", Email), ("Form.Password", "short"));
        weak.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await weak.Content.ReadAsStringAsync(Cancelled)).ShouldContain("at least 12 characters");

        var done = await browser.SubmitAsync(link, "set-up", Cancelled, ("Form.Name", "Mia"), ("Form.Email", Email), ("Form.Password", Password));
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync(link, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await using var scope = host.Tower.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        (await people.GetRolesAsync((await people.FindByEmailAsync(Email))!)).ShouldBe(["Administrator"]);
    }

    [Fact]
    public async Task A_made_up_set_up_token_is_refused()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        using var browser = host.Client();

        (await browser.GetAsync("/setup?token=guess", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await browser.GetAsync("/setup", Cancelled)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        await using var host = await TowerHost.StartAsync(Cancelled);
        using var administrator = host.Client();
        await administrator.SubmitAsync(SetUpLink(host), "set-up", Cancelled, ("Form.Name", "Mia"), ("Form.Email", Email), ("Form.Password", Password));
        using var browser = host.Client();
        (await SignInAsync(browser, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        for (var attempt = 0; attempt < 5; attempt++) (await SignInAsync(browser, "wrong " + Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var right = await SignInAsync(browser, Password);

        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        var unknown = await browser.SubmitAsync("/sign-in", "sign-in", Cancelled, ("Form.Email", "nobody@example.com"), ("Form.Password", Password));
        Refusal(await right.Content.ReadAsStringAsync(Cancelled)).ShouldBe(Refusal(await unknown.Content.ReadAsStringAsync(Cancelled)));
    }

    [Fact]
    public async Task Signing_out_works_from_a_page_of_the_tower_only()
    {
        await using var host = await TowerHost.StartAsync(Cancelled, TowerHost.Simulating);
        using var browser = host.Client();
        await browser.SubmitAsync("/sign-in", "ada", Cancelled);

        (await browser.PostAsync("/sign-out", null, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        (await browser.PostAsync("/sign-out", null, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetAsync("/", Cancelled)).StatusCode.ShouldNotBe(HttpStatusCode.Redirect);

        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        (await browser.PostAsync("/sign-out", null, Cancelled)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync("/", Cancelled)).Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password) =>
        browser.SubmitAsync("/sign-in", "sign-in", Cancelled, ("Form.Email", Email), ("Form.Password", password));

    private static string SetUpLink(TowerHost host) =>
        new Uri(host.Announcement().Split(' ', '\n').Single(word => word.Contains("/setup?token=", StringComparison.Ordinal))).PathAndQuery;

    private static string Refusal(string html) => html.Split("role=\"alert\"")[1].Split('>', '<')[1];
}
