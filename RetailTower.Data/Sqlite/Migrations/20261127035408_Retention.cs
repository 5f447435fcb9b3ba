using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ArchiveId",
                table: "OutboxMessages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "QuietSince",
                table: "Orders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ArchiveId",
                table: "InboxMessages",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PayloadArchives",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrderKey = table.Column<long>(type: "INTEGER", nullable: true),
                    ArchivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastInboxId = table.Column<long>(type: "INTEGER", nullable: false),
                    Payloads = table.Column<int>(type: "INTEGER", nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PayloadArchives", x => x.Id);
                });

            // Orders that closed before there was a retention are quiet since then.
            migrationBuilder.Sql("UPDATE Orders SET QuietSince = ClosedAt WHERE ClosedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_QuietSince",
                table: "Orders",
                column: "QuietSince",
                filter: "[QuietSince] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PayloadArchives_OrderKey_Id",
                table: "PayloadArchives",
                columns: new[] { "OrderKey", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PayloadArchives");

            migrationBuilder.DropIndex(
                name: "IX_Orders_QuietSince",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ArchiveId",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "QuietSince",
                table: "Orders");

            migrationBuilder.DropColumn(
                name: "ArchiveId",
                table: "InboxMessages");
        }
    }
}
