using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PatchAndWall : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Barred",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Change",
                table: "BulkOperations",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Changing",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Currency",
                table: "BulkOperations",
                type: "TEXT",
                maxLength: 3,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DecidedAt",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedBy",
                table: "BulkOperations",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Failing",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "PreviewedTo",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Staying",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "Value",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Preview",
                table: "BulkItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Seen",
                table: "BulkItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "WallLinks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RevokedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WallLinks", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BulkItems_OperationId_Preview_CaseId",
                table: "BulkItems",
                columns: new[] { "OperationId", "Preview", "CaseId" },
                filter: "[Preview] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "WallLinks");

            migrationBuilder.DropIndex(
                name: "IX_BulkItems_OperationId_Preview_CaseId",
                table: "BulkItems");

            migrationBuilder.DropColumn(
                name: "Barred",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Change",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Changing",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Currency",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "DecidedAt",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "DecidedBy",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Failing",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "PreviewedTo",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Staying",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Value",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Preview",
                table: "BulkItems");

            migrationBuilder.DropColumn(
                name: "Seen",
                table: "BulkItems");
        }
    }
}
