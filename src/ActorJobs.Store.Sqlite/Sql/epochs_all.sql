SELECT partition, partitions, epoch FROM epochs
