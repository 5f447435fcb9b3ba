using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace RetailTower.Data;

/// <summary>Where ASP.NET Core Identity keeps people and roles, and Data Protection its keys: in the tower's database, so that all nodes share them.</summary>
public static class TowerIdentity
{
    public static IdentityBuilder AddTowerIdentityStores(this IdentityBuilder identity) => identity.AddEntityFrameworkStores<TowerDbContext>();

    public static IDataProtectionBuilder PersistKeysToTower(this IDataProtectionBuilder keys) => keys.PersistKeysToDbContext<TowerDbContext>();
}
