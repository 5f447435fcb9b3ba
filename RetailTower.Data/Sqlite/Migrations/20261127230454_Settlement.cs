using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Settlement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Orders_ShippedAt",
                table: "Orders");

            migrationBuilder.AddColumn<int>(
                name: "Settlement",
                table: "Orders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ShippedValue",
                table: "Orders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Lines",
                table: "Invoices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Annotations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Who = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    WrittenAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Annotations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ChannelBrands",
                columns: table => new
                {
                    Channel = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Brand = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChannelBrands", x => x.Channel);
                });

            migrationBuilder.CreateTable(
                name: "ComparisonTallies",
                columns: table => new
                {
                    ComparisonId = table.Column<long>(type: "INTEGER", nullable: false),
                    Channel = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Region = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Compared = table.Column<int>(type: "INTEGER", nullable: false),
                    Untrue = table.Column<int>(type: "INTEGER", nullable: false),
                    UntrueFulfilment = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ComparisonTallies", x => new { x.ComparisonId, x.Channel, x.Region });
                });

            // Comparisons from before were of all channels and regions together, and did not judge where the goods are.
            migrationBuilder.Sql("INSERT INTO ComparisonTallies (ComparisonId, Channel, Region, Compared, Untrue) SELECT Id, '', '', Compared, Untrue FROM Comparisons WHERE Compared > 0");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_ShippedAt_Settlement_Currency_ShippedValue",
                table: "Orders",
                columns: new[] { "ShippedAt", "Settlement", "Currency", "ShippedValue" },
                filter: "[ShippedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Annotations_At",
                table: "Annotations",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Annotations");

            migrationBuilder.DropTable(
                name: "ChannelBrands");

            migrationBuilder.DropTable(
                name: "ComparisonTallies");

            migrationBuilder.DropIndex(
                name: "IX_Orders_ShippedAt_Settlement_Currency_ShippedValue",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Settlement",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ShippedValue",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "Lines",
                table: "Invoices");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_ShippedAt",
                table: "Orders",
                column: "ShippedAt",
                filter: "[ShippedAt] IS NOT NULL");
        }
    }
}
