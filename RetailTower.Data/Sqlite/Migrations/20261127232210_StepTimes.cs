using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class StepTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Orders_Status_Key",
                table: "Orders");

            migrationBuilder.AddColumn<long>(
                name: "AskAt",
                table: "Expectations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "KpiDays",
                columns: table => new
                {
                    Day = table.Column<long>(type: "INTEGER", nullable: false),
                    Figure = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Channel = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Region = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    Bucket = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    Amount = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KpiDays", x => new { x.Day, x.Figure, x.Channel, x.Region, x.Currency, x.Bucket });
                });

            migrationBuilder.CreateTable(
                name: "StepTimesVersions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Who = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Rules = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StepTimesVersions", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_Origin_Status_Key",
                table: "Orders",
                columns: new[] { "Origin", "Status", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Expectations_AskAt",
                table: "Expectations",
                column: "AskAt",
                filter: "[AskAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Comparisons_Sample_Id",
                table: "Comparisons",
                columns: new[] { "Sample", "Id" });

            // Whoever was asked about already is asked when the time is up.
            migrationBuilder.Sql("UPDATE Expectations SET AskAt = DueAt WHERE Step IN ('erp-review', 'invoice', 'payment') OR Step LIKE 'centre-accepts:%' OR Step LIKE 'shipping:%'");
            migrationBuilder.Sql("""
                INSERT INTO KpiDays (Day, Figure, Channel, Region, Currency, Bucket, Count, Amount)
                SELECT h.Hour - h.Hour % 864000000000, h.Figure, h.Channel, h.Region, h.Currency, h.Bucket, SUM(h.Count), SUM(h.Amount) FROM KpiHours AS h
                JOIN (SELECT Hour - Hour % 864000000000 AS Day, MAX(Hour) AS Last FROM KpiHours GROUP BY 1) AS d ON d.Day = h.Hour - h.Hour % 864000000000
                WHERE h.Hour = d.Last OR h.Figure NOT IN ('open', 'open-for-day') GROUP BY 1, 2, 3, 4, 5, 6
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "KpiDays");

            migrationBuilder.DropTable(
                name: "StepTimesVersions");

            migrationBuilder.DropIndex(
                name: "IX_Orders_Origin_Status_Key",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Expectations_AskAt",
                table: "Expectations");

            migrationBuilder.DropIndex(
                name: "IX_Comparisons_Sample_Id",
                table: "Comparisons");

            migrationBuilder.DropColumn(
                name: "AskAt",
                table: "Expectations");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_Status_Key",
                table: "Orders",
                columns: new[] { "Status", "Key" });
        }
    }
}
