-- For wrk: POST /api/v1/jobs with a job of about 100 bytes that no node handles, so that nothing runs meanwhile.
-- Writes one line at the end: result REQUESTS MICROSECONDS FAILURES
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"type":"mail","payload":{"userId":12345,"email":"someone@example.com","template":"welcome","locale":"en-GB","n":1}}'

done = function(summary, latency, requests)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  io.write(string.format("result %d %d %d\n", summary.requests, summary.duration, failures))
end
