namespace AnimatedImage.TestServers.Ceph;

/// <summary>The configuration of a store that lives for one test run, on this machine only, on one core and in little memory.</summary>
internal static class CephConfiguration
{
    /// <summary>What a gateway stores in. Made beforehand, because the gateway would make them one after another with long waits.</summary>
    public static readonly IReadOnlyList<string> Pools =
    [
        ".rgw.root", "default.rgw.log", "default.rgw.control", "default.rgw.meta",
        "default.rgw.buckets.index", "default.rgw.buckets.data", "default.rgw.buckets.non-ec",
    ];

    /// <summary>The text of ceph.conf.</summary>
    /// <param name="folder">Everything is in here.</param>
    /// <param name="tree">The programs.</param>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="ports">The gateway's, and the monitor's two.</param>
    /// <param name="onDisk">False stores up to 4 GiB in memory; true up to 100 GB in a sparse file.</param>
    /// <param name="hasTemporaryKeys">True makes session tokens work.</param>
    public static string Write(string folder, CephTree tree, Guid cluster, IReadOnlyList<int> ports, bool onDisk, bool hasTemporaryKeys) => $"""
        [global]
        fsid = {cluster}
        mon host = [v2:127.0.0.1:{ports[1]},v1:127.0.0.1:{ports[2]}]
        # Nobody else can reach it.
        public addr = 127.0.0.1
        cluster addr = 127.0.0.1
        ms bind ipv6 = false
        keyring = {folder}/keyring
        run dir = {folder}/run
        admin socket = {folder}/run/$name.asok
        log file = {folder}/log/$name.log
        plugin dir = {tree.Libraries}/ceph
        erasure code dir = {tree.Libraries}/ceph/erasure-code
        osd class dir = {tree.Libraries}/rados-classes
        # One disk, one copy, one placement group a pool: nothing to balance and nothing to wait for.
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 1
        osd pool default pgp num = 1
        osd pool default pg autoscale mode = off
        osd crush chooseleaf type = 0
        mon allow pool size one = true
        mon max pg per osd = 1000
        # A nearly full disk of the machine must not stop the tests.
        mon data avail warn = 1
        mon data avail crit = 0
        mon cluster log file = /dev/null
        # Decisions of a monitor that is alone need not be collected for a second.
        paxos propose interval = 0.05
        paxos min wait = 0.01
        mon tick interval = 1
        objecter tick interval = 0.5
        [mon.a]
        mon data = {folder}/mon
        [osd.0]
        osd data = {folder}/osd
        osd objectstore = {(onDisk ? "bluestore" : "memstore")}
        memstore device bytes = 4294967296
        bluestore block size = 107374182400
        osd memory target = 939524096
        [client.rgw]
        rgw frontends = beast endpoint=127.0.0.1:{ports[0]} tcp_nodelay=1
        rgw thread pool size = 32
        # Temporary credentials, whose tokens are sealed with a key of 16 characters; off, because with them every refusal is AccessDenied.
        rgw s3 auth use sts = {(hasTemporaryKeys ? "true" : "false")}
        rgw sts key = abcdefghijklmnop
        # No background work: it would only disturb.
        rgw enable usage log = false
        rgw gc max objs = 4
        rgw lc max objs = 4
        rgw enable lc threads = false
        rgw enable quota threads = false
        rgw run sync thread = false
        rgw override bucket index max shards = 1
        rgw dynamic resharding = false

        """;
}
