using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Recovery : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "EditId",
                table: "OutboxMessages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "EditId",
                table: "InboxMessages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Awaited",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "Canary",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Note",
                table: "BulkOperations",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Otherwise",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Repeated",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Wave",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Worked",
                table: "BulkOperations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Ended",
                table: "BulkItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Fingerprint",
                table: "BulkItems",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Repeats",
                table: "BulkItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MessageEdits",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    CaseId = table.Column<long>(type: "INTEGER", nullable: false),
                    OutboxId = table.Column<long>(type: "INTEGER", nullable: true),
                    InboxId = table.Column<long>(type: "INTEGER", nullable: true),
                    OrderKey = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Value = table.Column<long>(type: "INTEGER", nullable: false),
                    Currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: true),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Decision = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MessageEdits", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BulkOperations_Awaited",
                table: "BulkOperations",
                column: "Awaited",
                filter: "[Awaited] > 0");

            migrationBuilder.CreateIndex(
                name: "IX_BulkItems_Awaited",
                table: "BulkItems",
                columns: new[] { "OperationId", "CaseId" },
                filter: "[Repeats] IS NOT NULL AND [Ended] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MessageEdits_OnItsWay",
                table: "MessageEdits",
                column: "Subject",
                unique: true,
                filter: "[State] < 2");

            migrationBuilder.CreateIndex(
                name: "IX_MessageEdits_RequestedAt_Id",
                table: "MessageEdits",
                columns: new[] { "RequestedAt", "Id" },
                filter: "[State] = 0");

            migrationBuilder.CreateIndex(
                name: "IX_MessageEdits_Subject_Version",
                table: "MessageEdits",
                columns: new[] { "Subject", "Version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MessageEdits");

            migrationBuilder.DropIndex(
                name: "IX_BulkOperations_Awaited",
                table: "BulkOperations");

            migrationBuilder.DropIndex(
                name: "IX_BulkItems_Awaited",
                table: "BulkItems");

            migrationBuilder.DropColumn(
                name: "EditId",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "EditId",
                table: "InboxMessages");

            migrationBuilder.DropColumn(
                name: "Awaited",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Canary",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Note",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Otherwise",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Repeated",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Wave",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Worked",
                table: "BulkOperations");

            migrationBuilder.DropColumn(
                name: "Ended",
                table: "BulkItems");

            migrationBuilder.DropColumn(
                name: "Fingerprint",
                table: "BulkItems");

            migrationBuilder.DropColumn(
                name: "Repeats",
                table: "BulkItems");
        }
    }
}
