using RetailTower.Engine.Canonical;

namespace RetailTower.Engine.Orders.Returns;

/// <summary>Someone asks to take goods back.</summary>
public sealed record ReturnAsked(string Who, string Reason, IReadOnlyList<LineQuantity> Lines);

/// <summary>Someone decided on a return that waited for it.</summary>
public sealed record ReturnDecided(string Rma, string Who, bool Approved, string Note);
