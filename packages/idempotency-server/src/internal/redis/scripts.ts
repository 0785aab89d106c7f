import { createHash } from "node:crypto"

/** A script and the name under which the server keeps it. */
export interface Script {
  readonly text: string
  readonly sha: string
}

/** The milliseconds of the server. Within one script they stand still. */
export const serverTime = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/** What an error says when a record makes no sense. */
export const corrupt = "IDEMPOTENCY_CORRUPT"

const records = `
local states = {running = 1, done = 1, tombstone = 1, released = 1, parked = 1}
local names = {'fingerprint', 'state', 'owner', 'gen', 'created', 'lease', 'expires', 'reason', 'status', 'headers'}
local function text(number) return string.format('%.0f', number) end
local function load(key)
  local values = redis.call('HMGET', key, unpack(names))
  local record, found = {}, 0
  for index, name in ipairs(names) do
    record[name] = values[index]
    if index <= 7 and values[index] then found = found + 1 end
  end
  if found == 0 and redis.call('EXISTS', key) == 0 then return nil end
  for _, name in ipairs({'gen', 'created', 'lease', 'expires'}) do record[name] = tonumber(record[name]) end
  if found < 7 or not (record.gen and record.created and record.lease and record.expires) or not states[record.state]
  then error('${corrupt}') end
  return record
end
local function isExpired(record) return record.expires <= now end
local function isOrphan(record) return record.state == 'running' and record.lease <= now and not isExpired(record) end
local function seen(key, record)
  return {'found', record.state, record.fingerprint, text(record.gen), text(record.created), text(record.expires),
    text(math.max(0, record.lease - now)), record.reason, record.status, record.headers, redis.call('HGET', key, 'body')}
end
-- Redis removes a record when its retention ends, never when its lease does: the orphan is the evidence.
local function write(key, expires, ...)
  redis.call('HSET', key, 'expires', text(expires), ...)
  redis.call('PEXPIREAT', key, text(expires))
end
`

const bodies = {
  look: `local record = load(KEYS[1])
if not record or isExpired(record) then return {'nothing'} end
return seen(KEYS[1], record)`,

  claim: `local record = load(KEYS[1])
local fingerprint, owner, lease, retention, orphans = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local function take(gen, created, from)
  write(KEYS[1], now + math.max(retention, lease), 'fingerprint', fingerprint, 'state', 'running', 'owner', owner,
    'gen', text(gen), 'created', text(created), 'lease', text(now + lease))
  redis.call('HDEL', KEYS[1], 'reason', 'status', 'headers', 'body')
  if from == 'orphan' then redis.call('PUBLISH', ARGV[6], KEYS[1]) end
  return {'claimed', text(gen), from}
end
if not record then return take(1, now, 'nothing') end
if isExpired(record) then return take(record.gen + 1, now, 'nothing') end
if record.fingerprint ~= fingerprint then return seen(KEYS[1], record) end
if record.state == 'released' then return take(record.gen + 1, record.created, 'released') end
if record.state ~= 'running' then return seen(KEYS[1], record) end
if record.owner == owner then return take(record.gen, record.created, record.gen == 1 and 'nothing' or 'orphan') end
if not isOrphan(record) then return seen(KEYS[1], record) end
if orphans == 'take' then return take(record.gen + 1, record.created, 'orphan') end
write(KEYS[1], now + retention, 'state', 'parked', 'reason', 'orphaned', 'owner', '', 'gen', text(record.gen + 1))
redis.call('PUBLISH', ARGV[6], KEYS[1])
return seen(KEYS[1], load(KEYS[1]))`,

  renew: `local record = load(KEYS[1])
local lease = tonumber(ARGV[3])
if not record or record.owner ~= ARGV[1] or record.gen ~= tonumber(ARGV[2]) or record.state ~= 'running' then
  return {'lost'}
end
write(KEYS[1], math.max(record.expires, now + lease), 'lease', text(now + lease))
return {'ok'}`,

  settle: `local record = load(KEYS[1])
if not record or record.owner ~= ARGV[1] or record.gen ~= tonumber(ARGV[2]) then return {'lost'} end
if record.state ~= 'running' then return {record.state == ARGV[5] and 'ok' or 'lost'} end
local retention = tonumber(ARGV[3])
write(KEYS[1], retention and now + retention or record.expires, 'state', unpack(ARGV, 5))
redis.call('PUBLISH', ARGV[4], KEYS[1])
return {'ok'}`,

  touch: `local record = load(KEYS[1])
if record and not isExpired(record) and (record.state == 'done' or record.state == 'tombstone') then
  write(KEYS[1], math.max(record.expires, now + tonumber(ARGV[1])))
end
return {'ok'}`,

  changed: `local record = load(KEYS[1])
local same = record and not isExpired(record) and record.gen == tonumber(ARGV[1]) and record.state == 'running'
return {same and 'same' or 'changed'}`,

  // The number of the decision tells the same message once more from another decision.
  resolve: `local record = load(KEYS[1])
local number, decision, actor, channel, retention = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local last = redis.call('LINDEX', KEYS[2], -1)
if last and string.sub(last, 1, #number) == number then return {'ok'} end
if not record or isExpired(record) or not (record.state == 'parked' or isOrphan(record)) then return {'lost'} end
redis.call('RPUSH', KEYS[2], number .. ' ' .. decision .. ' ' .. text(now) .. ' ' .. actor)
local gen = text(record.gen + 1)
if decision == 'Forget' then redis.call('DEL', KEYS[1])
elseif decision == 'Free' then
  write(KEYS[1], record.expires, 'owner', '', 'gen', gen, 'state', 'released', 'reason', 'resolved')
else
  write(KEYS[1], now + retention, 'owner', '', 'gen', gen, 'state', 'done', 'status', ARGV[6], 'headers', ARGV[7],
    'body', ARGV[8])
  redis.call('HDEL', KEYS[1], 'reason')
end
redis.call('PUBLISH', channel, KEYS[1])
return {'ok'}`,

  // One that makes no sense stays: an operator should see it.
  purge: `local purged = 0
for _, key in ipairs(KEYS) do
  local ok, record = pcall(load, key)
  if ok and record and isExpired(record) and purged < tonumber(ARGV[1]) then
    purged = purged + redis.call('DEL', key)
  end
end
return {text(purged)}`,

  stats: `local counts, orphans, oldest = {running = 0, done = 0, tombstone = 0, released = 0, parked = 0}, 0, 0
for _, key in ipairs(KEYS) do
  local ok, record = pcall(load, key)
  if ok and record and not isExpired(record) then
    counts[record.state] = counts[record.state] + 1
    if isOrphan(record) then
      orphans = orphans + 1
      oldest = math.max(oldest, now - record.lease)
    end
  end
end
return {text(counts.running), text(counts.done), text(counts.tombstone), text(counts.released), text(counts.parked),
  text(orphans), text(oldest)}`
}

/** One script per operation; each is one step, which nobody sees half of. `clock` sets `now`. */
export const makeScripts = (clock: string): { readonly [Name in keyof typeof bodies]: Script } => {
  const make = (body: string): Script => {
    const text = `${clock}${records}${body}`
    return { text, sha: createHash("sha1").update(text).digest("hex") }
  }
  return {
    look: make(bodies.look),
    claim: make(bodies.claim),
    renew: make(bodies.renew),
    settle: make(bodies.settle),
    touch: make(bodies.touch),
    changed: make(bodies.changed),
    resolve: make(bodies.resolve),
    purge: make(bodies.purge),
    stats: make(bodies.stats)
  }
}
