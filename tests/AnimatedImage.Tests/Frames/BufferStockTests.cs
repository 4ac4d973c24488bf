using AnimatedImage.Frames;

namespace AnimatedImage.Tests.Frames;

public sealed class BufferStockTests
{
    private const int Length = BufferStock.LeastBytes;
    private readonly BufferStock _stock = new(mostBytes: 100 * Length);

    [Fact]
    public void What_came_back_is_given_out_again()
    {
        byte[] array = _stock.Rent<byte>(Length);
        Assert.NotSame(array, _stock.Rent<byte>(Length));

        _stock.Return(array);

        Assert.Equal(Length, _stock.IdleBytes);
        Assert.Same(array, _stock.Rent<byte>(Length));
        Assert.Equal(0, _stock.IdleBytes);
    }

    [Fact]
    public void An_exact_length_takes_no_longer_array()
    {
        byte[] longer = _stock.Rent<byte>(Length + 1);
        _stock.Return(longer);

        Assert.Equal(Length, _stock.Rent<byte>(Length).Length);
        Assert.Same(longer, _stock.RentAtLeast<byte>(Length));
    }

    [Fact]
    public void The_shortest_that_is_long_enough_is_taken_unless_it_is_far_too_long()
    {
        uint[] small = _stock.Rent<uint>(Length), middle = _stock.Rent<uint>(2 * Length), large = _stock.Rent<uint>(20 * Length);
        _stock.Return(large);
        _stock.Return(middle);
        _stock.Return(small);

        Assert.Same(middle, _stock.RentAtLeast<uint>(Length + 1));
        Assert.Same(small, _stock.RentAtLeast<uint>(Length));
        Assert.NotSame(large, _stock.RentAtLeast<uint>(Length));
        Assert.Same(large, _stock.RentAtLeast<uint>(5 * Length));
    }

    [Fact]
    public void A_new_array_takes_the_place_of_shorter_ones()
    {
        byte[] first = _stock.Rent<byte>(Length), second = _stock.Rent<byte>(Length), third = _stock.Rent<byte>(Length);
        ulong[] other = _stock.Rent<ulong>(Length);
        foreach (Array array in (Array[])[first, second, third, other])
        {
            _stock.Return(array);
        }

        byte[] longer = _stock.Rent<byte>(2 * Length);

        Assert.Equal(9 * Length, _stock.IdleBytes);
        Assert.Same(third, _stock.Rent<byte>(Length));
        Assert.Same(other, _stock.Rent<ulong>(Length));
        Assert.Equal(2 * Length, longer.Length);
    }

    [Fact]
    public void No_more_lies_idle_than_it_may()
    {
        byte[][] arrays = [.. Enumerable.Range(0, 120).Select(_ => _stock.Rent<byte>(Length))];
        foreach (byte[] array in arrays)
        {
            _stock.Return(array);
        }

        Assert.Equal(100 * Length, _stock.IdleBytes);
    }

    [Fact]
    public void Small_arrays_are_not_kept()
    {
        _stock.Return(_stock.Rent<byte>(Length - 1));
        Assert.Equal(0, _stock.IdleBytes);
    }

    [Fact]
    public void Idle_arrays_are_the_collectors()
    {
        WeakReference left = Leave();

        GC.Collect();

        Assert.False(left.IsAlive);
        Assert.Equal(Length, _stock.Rent<byte>(Length).Length);
        Assert.Equal(0, _stock.IdleBytes);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference Leave()
    {
        byte[] array = _stock.Rent<byte>(Length);
        _stock.Return(array);
        return new WeakReference(array);
    }
}
