// One browser and one node serve all tests; a second browser at the same time would only slow both down on two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
