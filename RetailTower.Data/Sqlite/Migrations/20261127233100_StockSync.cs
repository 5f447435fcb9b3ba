using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class StockSync : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "KeptBack",
                table: "Stocks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ChangedAt",
                table: "OutboxMessages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "StockComparisons",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    System = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Compared = table.Column<int>(type: "INTEGER", nullable: false),
                    Differing = table.Column<int>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Failure = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StockComparisons", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Stocks_KeptBack",
                table: "Stocks",
                column: "KeptBack",
                filter: "[KeptBack] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_DoneAt",
                table: "OutboxMessages",
                column: "DoneAt",
                filter: "[ChangedAt] IS NOT NULL AND [DoneAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_OrderLines_Sku",
                table: "OrderLines",
                column: "Sku",
                filter: "[State] <= 6");

            migrationBuilder.CreateIndex(
                name: "IX_StockComparisons_Open",
                table: "StockComparisons",
                column: "FinishedAt",
                filter: "[FinishedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_StockComparisons_System_Id",
                table: "StockComparisons",
                columns: new[] { "System", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StockComparisons");

            migrationBuilder.DropIndex(
                name: "IX_Stocks_KeptBack",
                table: "Stocks");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_DoneAt",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_OrderLines_Sku",
                table: "OrderLines");

            migrationBuilder.DropColumn(
                name: "KeptBack",
                table: "Stocks");

            migrationBuilder.DropColumn(
                name: "ChangedAt",
                table: "OutboxMessages");
        }
    }
}
