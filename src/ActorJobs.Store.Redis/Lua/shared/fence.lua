-- Readers are fenced by their epoch: that of the whole queue gives '<epoch>', that of a partition '<epoch> <index>/<count>'.
-- Answers nil when it is not the newest, else the epoch and, of a partition, '<index>/<count>', index and count.
local function fenced(given)
    local newest = call('HGET', P .. 'seq', 'epoch') or '0'
    if given == newest then return given end
    local epoch, partition, index, count = string.match(given, '^(%d+) ((%d+)/(%d+))$')
    if not epoch then return nil end
    local parts = call('HMGET', P .. 'parts', 'newest', 'count', index)
    if parts[1] ~= newest or parts[2] ~= count or parts[3] ~= epoch then return nil end
    return epoch, partition, tonumber(index), tonumber(count)
end
