namespace AnimatedImage.Bench.Fleet;

/// <summary>What a simulated day came to.</summary>
/// <param name="Submitted">Jobs handed in.</param>
/// <param name="Done">Jobs that ended within the day.</param>
/// <param name="Waiting">Jobs that still waited at its end.</param>
/// <param name="Running">Jobs that still ran.</param>
/// <param name="Repeated">Times that a job was begun again because its worker was lost.</param>
/// <param name="PickUpMedian">Seconds from a submission to the first claim: the median.</param>
/// <param name="PickUp99">The same for all but one in a hundred.</param>
/// <param name="SlotsBusy">0–1, the share of all slots' time that conversions took.</param>
/// <param name="DatabaseBusy">0–1, the share of the database's cores that was busy over the day.</param>
/// <param name="DatabaseBusyPeak">The same in the busiest hour.</param>
internal sealed record SimulatedDay(
    int Submitted, int Done, int Waiting, int Running, int Repeated, double PickUpMedian, double PickUp99, double SlotsBusy, double DatabaseBusy, double DatabaseBusyPeak);
