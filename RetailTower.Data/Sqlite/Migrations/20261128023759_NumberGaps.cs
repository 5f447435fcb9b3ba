using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class NumberGaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_DoneAt",
                table: "OutboxMessages");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_ResolvedAt",
                table: "ExceptionCases");

            migrationBuilder.CreateTable(
                name: "ArrivedNumbers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    System = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Series = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    PlacedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ArrivedNumbers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CountedSeries",
                columns: table => new
                {
                    System = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Series = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Highest = table.Column<long>(type: "INTEGER", nullable: false),
                    PlacedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CountedSeries", x => new { x.System, x.Series });
                });

            migrationBuilder.CreateTable(
                name: "NumberGaps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    System = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Series = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Missing = table.Column<string>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AskAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Shown = table.Column<string>(type: "TEXT", nullable: false),
                    None = table.Column<string>(type: "TEXT", nullable: false),
                    Silence = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NumberGaps", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_State_DoneAt",
                table: "OutboxMessages",
                columns: new[] { "State", "DoneAt" },
                filter: "[ChangedAt] IS NOT NULL AND [DoneAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_ResolvedAt_OpenedAt_Kind_OrderKey",
                table: "ExceptionCases",
                columns: new[] { "ResolvedAt", "OpenedAt", "Kind", "OrderKey" },
                filter: "[ResolvedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_NumberGaps_DueAt",
                table: "NumberGaps",
                column: "DueAt",
                filter: "[DueAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_NumberGaps_SeenAt",
                table: "NumberGaps",
                column: "SeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_NumberGaps_System_AskAt",
                table: "NumberGaps",
                columns: new[] { "System", "AskAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ArrivedNumbers");

            migrationBuilder.DropTable(
                name: "CountedSeries");

            migrationBuilder.DropTable(
                name: "NumberGaps");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_State_DoneAt",
                table: "OutboxMessages");

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_DoneAt",
                table: "OutboxMessages",
                column: "DoneAt",
                filter: "[ChangedAt] IS NOT NULL AND [DoneAt] IS NOT NULL");

            migrationBuilder.DropIndex(
                name: "IX_ExceptionCases_ResolvedAt_OpenedAt_Kind_OrderKey",
                table: "ExceptionCases");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionCases_ResolvedAt",
                table: "ExceptionCases",
                column: "ResolvedAt",
                filter: "[ResolvedAt] IS NOT NULL");
        }
    }
}
