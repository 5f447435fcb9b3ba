using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Phones : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PhoneDigits",
                table: "Orders",
                type: "TEXT",
                maxLength: 15,
                nullable: true,
                collation: "NOCASE");

            // Orders from before: as PhoneDigits.FromEnd does, for numbers in usual spelling; the others are found once they change.
            var turned = string.Join(" || ", Enumerable.Range(1, 15).Select(n => $"substr(Digits, length(Digits) - {n - 1}, CASE WHEN length(Digits) >= {n} THEN 1 ELSE 0 END)"));
            migrationBuilder.Sql($"""
                UPDATE Orders SET PhoneDigits = (SELECT {turned} FROM (SELECT ltrim(replace(replace(replace(replace(replace(replace(replace(replace(
                    CustomerPhone, '(0)', ''), ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '/', ''), '.', ''), '0') AS Digits) WHERE length(Digits) >= 6 AND Digits NOT GLOB '*[^0-9]*')
                WHERE CustomerPhone IS NOT NULL
                """);

            migrationBuilder.CreateIndex(
                name: "IX_Orders_PhoneDigits",
                table: "Orders",
                column: "PhoneDigits",
                filter: "[PhoneDigits] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Orders_PhoneDigits",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "PhoneDigits",
                table: "Orders");
        }
    }
}
