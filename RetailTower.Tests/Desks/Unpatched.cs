using RetailTower.Data.Queries;
using RetailTower.Data.Stores;

namespace RetailTower.Tests.Desks;

/// <summary>For tests in which no operation changes a message.</summary>
internal static class Unpatched
{
    public static PatchedMessage Patch(string change, FailedMessage message) => throw new InvalidOperationException($"Nothing is changed here, but {change} was asked for.");
}
