-- The requests and the report of wrk:
--   wrk … --script load.lua URL -- OPERATION ORGANIZATIONS
-- BENCH_AUTHORIZATION is the header line with the credential. Every request uses a random organization out of
-- ORGANIZATIONS, and every update changes it. The last line is the report, as JSON.

local ID = 'org_01k9xw5q3m%016d'

-- Each function builds a request from an id and the new values.
local operations = {
  ['v1 get'] = function(id)
    return 'GET', '/api/v1/organizations/' .. id
  end,
  ['public get'] = function(id)
    return 'GET', '/api/public/organizations/' .. id
  end,
  ['v1 update'] = function(id, name, color)
    local body = '{"name":"%s","settings":{"branding":{"primaryColor":"%s"}}}'
    return 'PATCH', '/api/v1/organizations/' .. id, body:format(name, color)
  end,
  ['public update'] = function(id, name, color)
    local body = '{"name":"%s","customAiContext":"Colours such as %s are written as they are."}'
    return 'PATCH', '/api/public/organizations/' .. id, body:format(name, color)
  end,
  ['peer update'] = function(id, name, color)
    local body = '{"organizationId":"%s","data":{"name":"%s",'
      .. '"metadata":{"branding":{"primaryColor":"%s","accentColor":"#818cf8"}}}}'
    return 'POST', '/api/auth/organization/update', body:format(id, name, color)
  end,
}

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set('number', threads)
end

function init(args)
  local begin = os.time()
  local count = 0
  local organizations = tonumber(args[2])
  math.randomseed(begin + number)
  -- A list has no organization: request the URL itself.
  local operation = operations[args[1]] or function()
    return 'GET', wrk.path
  end
  local head = ('Host: %s:%s\r\nOrigin: http://%s:%s\r\n%s\r\n'):format(
    wrk.host, wrk.port, wrk.host, wrk.port, os.getenv('BENCH_AUTHORIZATION'))

  function request()
    count = count + 1
    local id = ID:format(math.random(0, organizations - 1))
    local name = ('Acme %d.%d.%d'):format(begin, number, count)
    local color = ('#%06x'):format((begin + count) % 0x1000000)
    local method, path, body = operation(id, name, color)
    if not body then
      return method .. ' ' .. path .. ' HTTP/1.1\r\n' .. head .. '\r\n'
    end
    return method .. ' ' .. path .. ' HTTP/1.1\r\n' .. head
      .. 'Content-Type: application/json\r\nContent-Length: ' .. #body .. '\r\n\r\n' .. body
  end
end

function done(summary, latency)
  local errors = summary.errors
  local report = '\n{"requests":%d,"seconds":%.6f,"p50_ms":%.4f,"p99_ms":%.4f,"refused":%d,"broken":%d}\n'
  io.write(report:format(
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
