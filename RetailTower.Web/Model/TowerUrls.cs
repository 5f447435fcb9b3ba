using RetailTower.Engine.Orders;

namespace RetailTower.Web.Model;

/// <summary>Every address of the tower that a screen links to.</summary>
public static class TowerUrls
{
    public const string Tower = "/";
    public const string Orders = "/orders";
    public const string Exceptions = "/exceptions";
    public const string Returns = "/returns";
    public const string Insights = "/insights";
    public const string InsightsCsv = "/insights.csv";
    public const string PeriodEnd = "/period-end";
    public const string PeriodEndCsv = "/period-end.csv";
    public const string Shift = "/shift";
    public const string ShiftCsv = "/shift.csv";
    public const string Teams = "/teams";
    public const string Systems = "/systems";
    public const string Messages = "/messages";
    public const string Records = "/systems-of-record";
    public const string Expectations = "/expectations";
    public const string Comparisons = "/comparisons";
    public const string Audit = "/audit";
    public const string Drills = "/drills";
    public const string Jobs = "/jobs";
    public const string Wall = "/wall";
    public const string Walls = "/walls";
    public const string SignOut = "/sign-out";

    /// <summary>The page of one order.</summary>
    public static string Order(string key) => $"{Orders}/{Uri.EscapeDataString(key)}";

    /// <summary>The orders desk, searching for what was typed.</summary>
    public static string OrderSearch(string text) => $"{Orders}?q={Uri.EscapeDataString(text)}";

    /// <summary>The page of one order, by the tower's own number.</summary>
    public static string Order(long key) => Order(OrderKey.Format(key));

    /// <summary>The open exceptions of one root cause.</summary>
    public static string Group(string fingerprint) => Query.Address(Exceptions, ("tab", "list"), ("group", fingerprint));

    /// <summary>The exceptions page with one case open.</summary>
    public static string Case(long id) => Query.Address(Exceptions, ("tab", "list"), ("case", id));

    /// <summary>The page of one bulk operation.</summary>
    public static string Operation(long id) => FormattableString.Invariant($"{Exceptions}/operations/{id}");

    /// <summary>The page on which what failed is changed and sent again.</summary>
    public static string Edit(long caseId) => FormattableString.Invariant($"{Exceptions}/{caseId}/edit");

    /// <summary>The page on which an order goes again from a chosen step.</summary>
    /// <param name="from">Name of the step; null to choose one.</param>
    public static string Replay(string orderNumber, string? from = null) => Query.Address($"{Order(orderNumber)}/replay", ("from", from));

    /// <summary>The Systems page at one lane.</summary>
    public static string Lane(string system) => Query.Address(Systems, ("system", system));

    /// <summary>The sign-in page, which leads back to where one was.</summary>
    public static string SignIn(string returnTo) => $"/sign-in?returnUrl={Uri.EscapeDataString(returnTo)}";
}
