using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailTower.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class WaitingSubjects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_InboxMessages_System_Subject",
                table: "InboxMessages");

            migrationBuilder.CreateIndex(
                name: "IX_InboxMessages_System_Subject",
                table: "InboxMessages",
                columns: new[] { "System", "Subject" },
                filter: "[State] = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_InboxMessages_System_Subject",
                table: "InboxMessages");

            migrationBuilder.CreateIndex(
                name: "IX_InboxMessages_System_Subject",
                table: "InboxMessages",
                columns: new[] { "System", "Subject" });
        }
    }
}
