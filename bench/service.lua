-- wrk's side of service.sh: posts the images of $IMAGES in turn, each as a multipart form or, with PLAIN=1, as the body.
local paths, bodies, position, statuses = {}, {}, 0, {}
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init()
  for path in io.popen("ls " .. os.getenv("IMAGES") .. "/*"):lines() do
    local file = io.open(path, "rb")
    local head = "--giqa\r\nContent-Disposition: form-data; name=\"image\"; filename=\"" .. path:match("[^/]+$") .. "\"\r\n\r\n"
    table.insert(bodies, head .. file:read("*a") .. "\r\n--giqa--\r\n")
    file:close()
  end
  math.randomseed(tonumber(tostring({}):sub(8)))
  position = math.random(#bodies)
  other, busy = 0, 0
end

function request()
  position = position % #bodies + 1
  return wrk.format("POST", "/v1/score", { ["Content-Type"] = "multipart/form-data; boundary=giqa" }, bodies[position])
end

function response(status)
  if status == 429 then busy = busy + 1 elseif status ~= 200 then other = other + 1 end
end

function done(summary, latency)
  local other, busy = 0, 0
  for _, thread in ipairs(threads) do
    other = other + thread:get("other")
    busy = busy + thread:get("busy")
  end
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %.0f %.0f %.3f\n", summary.requests, busy, other,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.duration / 1e6))
end
