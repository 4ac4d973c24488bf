using System.Buffers.Binary;
using AnimatedImage.Jobs;
using Npgsql;

namespace AnimatedImage.Bench.Jobs;

/// <summary>Counts what a job store brings to its disk, as the databases themselves count it: a figure that a busy machine does not change.</summary>
internal static class DiskWrites
{
    // The file change counter of the database header (sqlite.org/fileformat2.html), which every transaction that writes makes one more.
    private const int ChangeCounterOffset = 24;

    /// <summary>Transactions that changed the SQLite file, or times that PostgreSQL's log was brought to the disk; only differences mean something.</summary>
    /// <param name="setting">The store; on PostgreSQL nobody may be connected, because servers count late.</param>
    public static async Task<long> CountAsync(JobStoreSetting setting)
    {
        if (!setting.IsShared)
        {
            byte[] header = new byte[ChangeCounterOffset + sizeof(int)];
            await using FileStream file = new(setting.Text, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await file.ReadExactlyAsync(header);
            return BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(ChangeCounterOffset));
        }

        Uri address = new(setting.Text);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"Host={address.Host};Port={address.Port};Username={address.UserInfo};Database={address.AbsolutePath.Trim('/')};Pooling=false");
        await using NpgsqlCommand command = source.CreateCommand("SELECT wal_sync FROM pg_stat_wal");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
