using RetailTower.Engine.Intake;
using Shouldly;
using Xunit;

namespace RetailTower.Tests.Engine.Intake;

public sealed class IntakeRoomTests
{
    private readonly IntakeRoom _room = new(3, 100);

    [Fact]
    public void It_is_full_by_pieces_and_by_bytes()
    {
        _room.TryEnter(2, 10).ShouldBeTrue();
        _room.TryEnter(2, 10).ShouldBeFalse();
        _room.TryEnter(1, 91).ShouldBeFalse();
        _room.TryEnter(1, 90).ShouldBeTrue();

        _room.Leave(2, 10);

        _room.TryEnter(1, 11).ShouldBeFalse();
        _room.TryEnter(2, 10).ShouldBeTrue();
        _room.Pieces.ShouldBe(3);
    }

    [Fact]
    public void What_is_larger_than_the_room_comes_in_when_nobody_else_is_in()
    {
        _room.TryEnter(1, 1).ShouldBeTrue();
        _room.TryEnter(5, 1000).ShouldBeFalse();
        _room.Leave(1, 1);

        _room.TryEnter(5, 1000).ShouldBeTrue();
        _room.TryEnter(1, 1).ShouldBeFalse();
    }
}
