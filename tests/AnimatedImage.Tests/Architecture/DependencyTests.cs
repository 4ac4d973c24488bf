using System.Reflection;
using AnimatedImage.Failures;

namespace AnimatedImage.Tests.Architecture;

/// <summary>The house as it is drawn in <c>src/README.md</c>: which room may use which.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Core = typeof(ConversionException).Assembly;

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Failures"] = [],
        ["Telemetry"] = [],
        ["Storage"] = ["Failures"],
        ["Gateway"] = ["Failures", "Storage"],
        ["Inspection"] = ["Failures"],
        ["Requests"] = ["Failures", "Storage"],
        ["Configuration"] = ["Failures", "Storage"],
        ["Templates"] = ["Failures", "Storage", "Requests", "Configuration"],
        ["Media"] = ["Failures", "Storage", "Inspection"],
        ["Planning"] = ["Failures", "Requests", "Media"],
        ["Frames"] = ["Failures", "Requests", "Media", "Planning", "Inspection"],
        ["Encoding"] = ["Failures", "Requests", "Media", "Planning", "Frames", "Inspection"],
        ["Sinks"] = ["Failures", "Storage"],
        ["Conversion"] = ["Failures", "Storage", "Requests", "Media", "Planning", "Frames", "Encoding", "Sinks", "Inspection", "Telemetry", "Gateway"],
        ["Jobs"] = ["Failures", "Storage", "Media", "Requests", "Conversion"],
    };

    [Fact]
    public void Every_room_is_drawn()
    {
        string[] rooms = [.. Core.GetTypes().Select(RoomReferences.RoomOf).OfType<string>().Distinct().Order()];
        Assert.Equal(Allowed.Keys.Order(), rooms);
    }

    [Fact]
    public void No_arrow_points_where_none_is_drawn()
    {
        string[] forbidden =
        [
            .. RoomReferences.Walk(Core)
                .Where(use => !Allowed[use.From].Contains(use.To))
                .Select(use => $"{use.From} → {use.To}: {use.User.FullName} uses {use.Used.FullName}")
                .Distinct()
                .Order(),
        ];
        Assert.True(forbidden.Length == 0, string.Join(Environment.NewLine, forbidden));
    }

    [Fact]
    public void The_walk_sees_what_a_method_body_uses()
    {
        // File sinks throw ConversionException only inside of bodies: were bodies not read, the arrow would be missing.
        Assert.Contains(RoomReferences.Walk(Core), use => use is { From: "Sinks", To: "Failures" });
    }

    [Fact]
    public void The_drawing_has_no_cycle()
    {
        HashSet<string> done = [];
        while (done.Count < Allowed.Count)
        {
            string? next = Allowed.Keys.FirstOrDefault(room => !done.Contains(room) && Allowed[room].All(done.Contains));
            Assert.True(next is not null, $"A cycle runs through: {string.Join(", ", Allowed.Keys.Except(done))}");
            done.Add(next);
        }
    }

    [Fact]
    public void The_core_needs_the_base_library_alone()
    {
        Assert.All(Core.GetReferencedAssemblies(), reference => Assert.Matches("^(System|Microsoft[.]Win32)[.]", reference.Name));
    }

    [Fact]
    public void Planning_touches_no_file_process_or_clock()
    {
        Type[] forbidden = [typeof(File), typeof(FileStream), typeof(Directory), typeof(System.Diagnostics.Process), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeProvider), typeof(Environment)];
        string[] uses =
        [
            .. Core.GetTypes()
                .Where(type => RoomReferences.RoomOf(type) == "Planning")
                .SelectMany(type => RoomReferences.TypesUsedBy(type).Where(forbidden.Contains).Select(used => $"{type.FullName} uses {used.FullName}")),
        ];
        Assert.Empty(uses);
    }
}
