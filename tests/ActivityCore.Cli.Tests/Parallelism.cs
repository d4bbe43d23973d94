// These tests wait for other processes more than they compute, so more of them than there are cores run side by side.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
