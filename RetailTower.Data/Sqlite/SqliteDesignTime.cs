using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace RetailTower.Data.Sqlite;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without starting the tower.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteTowerDbContext>
{
    public SqliteTowerDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteTowerDbContext>().UseSqlite("Data Source=design.db").Options);
}
