-- Jobs that were enqueued past the cluster notify this channel.
LISTEN actorjobs
