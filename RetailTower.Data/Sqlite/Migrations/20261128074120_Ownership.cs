using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Ownership : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "AllowedSeconds",
                table: "ExceptionCases",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "ClimbsAt",
                table: "ExceptionCases",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "NoticeId",
                table: "ExceptionCases",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Rung",
                table: "ExceptionCases",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Team",
                table: "AspNetUsers",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CaseWaits",
                columns: table => new
                {
                    CaseId = table.Column<long>(type: "INTEGER", nullable: false),
                    On = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Because = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    DueBefore = table.Column<long>(type: "INTEGER", nullable: false),
                    ClimbsBefore = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseWaits", x => x.CaseId);
                });

            migrationBuilder.CreateTable(
                name: "HandOvers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Team = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Author = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    SeenBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HandOvers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LetterNotices",
                columns: table => new
                {
                    LetterId = table.Column<long>(type: "INTEGER", nullable: false),
                    NoticeId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LetterNotices", x => new { x.LetterId, x.NoticeId });
                });

            migrationBuilder.CreateTable(
                name: "Letters",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Channel = table.Column<int>(type: "INTEGER", nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Sent = table.Column<bool>(type: "INTEGER", nullable: false),
                    LastError = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Letters", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "NoticeAddressees",
                columns: table => new
                {
                    NoticeId = table.Column<long>(type: "INTEGER", nullable: false),
                    Addressee = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeAddressees", x => new { x.NoticeId, x.Addressee });
                });

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Team = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Rung = table.Column<int>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Cases = table.Column<int>(type: "INTEGER", nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_ClimbsAt_Id",
                table: "ExceptionCases",
                columns: new[] { "ClimbsAt", "Id" },
                filter: "[State] < 4 AND [ClimbsAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_SnoozedUntil_Id",
                table: "ExceptionCases",
                columns: new[] { "SnoozedUntil", "Id" },
                filter: "[State] < 4 AND [SnoozedUntil] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_At",
                table: "HandOvers",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_Team_Id",
                table: "HandOvers",
                columns: new[] { "Team", "Id" },
                filter: "[SeenAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Letters_Channel_DueAt_Id",
                table: "Letters",
                columns: new[] { "Channel", "DueAt", "Id" },
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Letters_Channel_Recipient_Id",
                table: "Letters",
                columns: new[] { "Channel", "Recipient", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Letters_EndedAt",
                table: "Letters",
                column: "EndedAt",
                filter: "[LastError] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Fingerprint_Team_Rung",
                table: "Notices",
                columns: new[] { "Fingerprint", "Team", "Rung" },
                unique: true,
                filter: "[ClosedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_OpenedAt",
                table: "Notices",
                column: "OpenedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CaseWaits");

            migrationBuilder.DropTable(
                name: "HandOvers");

            migrationBuilder.DropTable(
                name: "LetterNotices");

            migrationBuilder.DropTable(
                name: "Letters");

            migrationBuilder.DropTable(
                name: "NoticeAddressees");

            migrationBuilder.DropTable(
                name: "Notices");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_ClimbsAt_Id",
                table: "ExceptionCases");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_SnoozedUntil_Id",
                table: "ExceptionCases");

            migrationBuilder.DropColumn(
                name: "AllowedSeconds",
                table: "ExceptionCases");

            migrationBuilder.DropColumn(
                name: "ClimbsAt",
                table: "ExceptionCases");

            migrationBuilder.DropColumn(
                name: "NoticeId",
                table: "ExceptionCases");

            migrationBuilder.DropColumn(
                name: "Rung",
                table: "ExceptionCases");

            migrationBuilder.DropColumn(
                name: "Team",
                table: "AspNetUsers");
        }
    }
}
