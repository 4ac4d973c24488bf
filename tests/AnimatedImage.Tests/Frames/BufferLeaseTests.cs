using AnimatedImage.Frames;

namespace AnimatedImage.Tests.Frames;

public sealed class BufferLeaseTests
{
    private readonly BufferStock _stock = new(mostBytes: 1 << 20);

    [Fact]
    public void Arrays_are_zeros_and_come_back_at_the_end()
    {
        uint[] used = _stock.Rent<uint>(20_000);
        used.AsSpan().Fill(uint.MaxValue);
        _stock.Return(used);
        using (BufferLease lease = new(_stock))
        {
            uint[] array = lease.TakeAtLeast<uint>(10_000);
            Assert.Same(used, array);
            Assert.All(array.Take(10_000), value => Assert.Equal(0u, value));
            Assert.Equal(5000, lease.Take<ulong>(5000).Length);
            Assert.Equal(0, _stock.IdleBytes);
        }

        Assert.Equal((20_000 * sizeof(uint)) + (5000 * sizeof(ulong)), _stock.IdleBytes);
    }

    [Fact]
    public void A_longer_array_begins_with_what_the_shorter_one_held()
    {
        using BufferLease lease = new(_stock);
        byte[] array = lease.Take<byte>(20_000), before = array;
        new Random(1).NextBytes(array);

        lease.Lengthen(ref array, 50_000);

        Assert.InRange(array.Length, 50_000, 200_000);
        Assert.Equal(before, array.Take(20_000));
        Assert.Same(before, _stock.Rent<byte>(20_000));
    }

    [Fact]
    public void Without_a_lease_arrays_are_new()
    {
        byte[] array = LeasedArrays.Take<byte>(null, 20_000);
        Assert.Equal(new byte[20_000], array);
        LeasedArrays.Lengthen(null, ref array, 30_000);
        Assert.Equal(30_000, array.Length);
    }
}
