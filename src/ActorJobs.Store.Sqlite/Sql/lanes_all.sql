SELECT lane, priority, type FROM lanes
