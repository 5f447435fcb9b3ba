using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CaseGroups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "PromisedFor",
                table: "ExceptionCases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CaseGroupHours",
                columns: table => new
                {
                    Hour = table.Column<long>(type: "INTEGER", nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Opened = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseGroupHours", x => new { x.Hour, x.Fingerprint });
                });

            migrationBuilder.CreateTable(
                name: "CaseGroups",
                columns: table => new
                {
                    Fingerprint = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Domain = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    OwnerTeam = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    System = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Operation = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Cases = table.Column<int>(type: "INTEGER", nullable: false),
                    MoneyAtRisk = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseGroups", x => new { x.Fingerprint, x.Kind, x.Domain, x.OwnerTeam, x.Currency });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_Fingerprint_Id",
                table: "ExceptionCases",
                columns: new[] { "Fingerprint", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_Fingerprint_OwnerTeam_DueAt",
                table: "ExceptionCases",
                columns: new[] { "Fingerprint", "OwnerTeam", "DueAt" },
                filter: "[State] < 4");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_Fingerprint_OwnerTeam_OpenedAt_Id",
                table: "ExceptionCases",
                columns: new[] { "Fingerprint", "OwnerTeam", "OpenedAt", "Id" },
                filter: "[State] < 4");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_Fingerprint_OwnerTeam_PromisedFor",
                table: "ExceptionCases",
                columns: new[] { "Fingerprint", "OwnerTeam", "PromisedFor" },
                filter: "[State] < 4 AND [PromisedFor] IS NOT NULL");

            // What is open already is in its group from the first moment on.
            migrationBuilder.Sql("UPDATE ExceptionCases SET PromisedFor = (SELECT o.RequestedDelivery FROM Orders AS o WHERE o.Key = OrderKey) WHERE State < 4 AND OrderKey IS NOT NULL");
            migrationBuilder.Sql(
                """
                INSERT INTO CaseGroups (Fingerprint, Kind, Domain, OwnerTeam, Currency, System, Operation, Cases, MoneyAtRisk)
                SELECT Fingerprint, Kind, Domain, OwnerTeam, coalesce(Currency, ''), max(System), max(Operation), count(*), sum(MoneyAtRisk)
                FROM ExceptionCases WHERE State < 4 GROUP BY Fingerprint, Kind, Domain, OwnerTeam, coalesce(Currency, '')
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CaseGroupHours");

            migrationBuilder.DropTable(
                name: "CaseGroups");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_Fingerprint_Id",
                table: "ExceptionCases");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_Fingerprint_OwnerTeam_DueAt",
                table: "ExceptionCases");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_Fingerprint_OwnerTeam_OpenedAt_Id",
                table: "ExceptionCases");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_Fingerprint_OwnerTeam_PromisedFor",
                table: "ExceptionCases");

            migrationBuilder.DropColumn(
                name: "PromisedFor",
                table: "ExceptionCases");
        }
    }
}
