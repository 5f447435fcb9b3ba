using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Kpis : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Country",
                table: "Orders",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            // Orders from before keep the country in their address.
            migrationBuilder.Sql("UPDATE Orders SET Country = substr(json_extract(ShipTo, '$.country'), 1, 64) WHERE json_valid(ShipTo)");

            migrationBuilder.CreateTable(
                name: "KpiHours",
                columns: table => new
                {
                    Hour = table.Column<long>(type: "INTEGER", nullable: false),
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
                    table.PrimaryKey("PK_KpiHours", x => new { x.Hour, x.Figure, x.Channel, x.Region, x.Currency, x.Bucket });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_ClosedAt",
                table: "Orders",
                column: "ClosedAt",
                filter: "[ClosedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_ShippedAt",
                table: "Orders",
                column: "ShippedAt",
                filter: "[ShippedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_ResolvedAt",
                table: "ExceptionCases",
                column: "ResolvedAt",
                filter: "[ResolvedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Action_At",
                table: "AuditEntries",
                columns: new[] { "Action", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "KpiHours");

            migrationBuilder.DropIndex(
                name: "IX_Orders_ClosedAt",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Orders_ShippedAt",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_ResolvedAt",
                table: "ExceptionCases");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Action_At",
                table: "AuditEntries");

            migrationBuilder.DropColumn(
                name: "Country",
                table: "Orders");
        }
    }
}
