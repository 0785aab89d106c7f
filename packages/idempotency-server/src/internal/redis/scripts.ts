import { createHash } from "node:crypto"

/** A script and the name under which the server keeps it. */
export interface Script {
  readonly text: string
  readonly sha: string
}

/** The milliseconds of the server. Within one script they stand still. */
export const serverTime = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/** Text of the error for a corrupt record. */
export const corrupt = "IDEMPOTENCY_CORRUPT"

const records = `
local states = {running = 1, done = 1, tombstone = 1, released = 1, parked = 1}
local names = {'fingerprint', 'state', 'owner', 'gen', 'created', 'lease', 'expires', 'reason', 'status', 'headers',
  'from', 'summary'}
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
local function isResolved(state) return state ~= 'running' and state ~= 'parked' end
local function isExpired(record) return isResolved(record.state) and record.expires <= now end
local function isOrphan(record) return record.state == 'running' and record.lease <= now end
local function isUnresolved(record) return record.state == 'parked' or isOrphan(record) end
-- An owner that was late may still end a record that was parked for it.
local function isOpen(record)
  return record.state == 'running' or (record.state == 'parked' and record.reason == 'orphaned')
end
local function isHeld(record, owner, gen)
  return record and record.owner == owner and record.gen == tonumber(gen)
end
local function seen(key, record)
  return {'found', record.state, record.fingerprint, text(record.gen), text(record.created), text(record.expires),
    text(math.max(0, record.lease - now)), record.reason, record.status, record.headers, redis.call('HGET', key, 'body')}
end
-- Redis removes a record when its retention ends, and never one whose outcome is open: that is the evidence.
local function write(key, state, expires, ...)
  redis.call('HSET', key, 'state', state, 'expires', text(expires), ...)
  if isResolved(state) then redis.call('PEXPIREAT', key, text(expires)) else redis.call('PERSIST', key) end
end
`

const bodies = {
  look: `local record = load(KEYS[1])
if not record or isExpired(record) then return {'nothing'} end
return seen(KEYS[1], record)`,

  claim: `local record = load(KEYS[1])
local fingerprint, owner, lease, retention, orphans = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local function take(gen, created, from)
  write(KEYS[1], 'running', now + math.max(retention, lease), 'fingerprint', fingerprint, 'owner', owner,
    'gen', text(gen), 'created', text(created), 'lease', text(now + lease), 'from', from, 'summary', ARGV[7])
  redis.call('HDEL', KEYS[1], 'reason', 'status', 'headers', 'body')
  if from == 'orphan' then redis.call('PUBLISH', ARGV[6], KEYS[1]) end
  return {'claimed', text(gen), from}
end
if not record or isExpired(record) then return take(math.max(now, (record and record.gen or 0) + 1), now, 'nothing') end
if record.state == 'released' then return take(record.gen + 1, record.created, 'released') end
if record.fingerprint ~= fingerprint then return seen(KEYS[1], record) end
if record.state ~= 'running' then return seen(KEYS[1], record) end
if record.owner == owner then return take(record.gen, record.created, record.from or 'orphan') end
if not isOrphan(record) then return seen(KEYS[1], record) end
if orphans == 'take' then return take(record.gen + 1, record.created, 'orphan') end
write(KEYS[1], 'parked', now + retention, 'reason', 'orphaned')
redis.call('PUBLISH', ARGV[6], KEYS[1])
return seen(KEYS[1], load(KEYS[1]))`,

  renew: `local record = load(KEYS[1])
local lease = tonumber(ARGV[3])
if not isHeld(record, ARGV[1], ARGV[2]) or not isOpen(record) then return {'lost'} end
if record.state == 'parked' then
  redis.call('HSET', KEYS[1], 'from', 'orphan')
  redis.call('HDEL', KEYS[1], 'reason')
end
write(KEYS[1], 'running', math.max(record.expires, now + lease), 'lease', text(now + lease))
return {'ok'}`,

  settle: `local record = load(KEYS[1])
if not isHeld(record, ARGV[1], ARGV[2]) then return {'lost'} end
if not isOpen(record) then return {record.state == ARGV[5] and 'ok' or 'lost'} end
local retention = tonumber(ARGV[3])
write(KEYS[1], ARGV[5], retention and now + retention or record.expires, 'reason', '', unpack(ARGV, 6))
redis.call('PUBLISH', ARGV[4], KEYS[1])
return {'ok'}`,

  touch: `local record = load(KEYS[1])
if record and not isExpired(record) and (record.state == 'done' or record.state == 'tombstone') then
  write(KEYS[1], record.state, math.max(record.expires, now + tonumber(ARGV[1])))
end
return {'ok'}`,

  changed: `local record = load(KEYS[1])
local same = record and record.gen == tonumber(ARGV[1]) and record.state == 'running'
return {same and 'same' or 'changed'}`,

  // The number of the decision tells a resent message from a new decision.
  resolve: `local record = load(KEYS[1])
local number, decision, actor, channel, retention = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local last = redis.call('LINDEX', KEYS[2], -1)
if last and string.sub(last, 1, #number) == number then return {'ok'} end
if not record or record.gen ~= tonumber(ARGV[6]) or not isUnresolved(record) then return {'lost'} end
redis.call('RPUSH', KEYS[2], number .. ' ' .. decision .. ' ' .. text(now) .. ' ' .. actor)
redis.call('PEXPIRE', KEYS[2], ARGV[7])
local gen = text(record.gen + 1)
if decision == 'Forget' then
  -- Expired, and there for another second: a claim in the same millisecond still begins above its generation.
  write(KEYS[1], 'released', now, 'owner', '', 'gen', gen, 'reason', 'forgotten')
  redis.call('PEXPIREAT', KEYS[1], text(now + 1000))
elseif decision == 'Free' then
  write(KEYS[1], 'released', now + record.expires - record.created, 'owner', '', 'gen', gen, 'reason', 'resolved')
else
  write(KEYS[1], 'done', now + retention, 'owner', '', 'gen', gen, 'status', ARGV[8], 'headers', ARGV[9],
    'body', ARGV[10])
  redis.call('HDEL', KEYS[1], 'reason')
end
redis.call('PUBLISH', channel, KEYS[1])
return {'ok'}`,

  resolutions: `local found = {}
for _, entry in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  local at = tonumber(string.match(entry, '^%S+ %S+ (%d+)'))
  if at and at + tonumber(ARGV[1]) > now then table.insert(found, entry) end
end
return found`,

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
  text(orphans), text(oldest)}`,

  unresolved: `local found = {}
for _, key in ipairs(KEYS) do
  local ok, record = pcall(load, key)
  if ok and record and isUnresolved(record) then
    for _, value in ipairs({key, record.state, text(record.gen), record.reason or '', text(record.created),
      record.summary or ''}) do table.insert(found, value) end
  end
end
return found`
}

/** Makes a script per operation; each is one atomic step. `clock` sets `now`. */
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
    resolutions: make(bodies.resolutions),
    purge: make(bodies.purge),
    stats: make(bodies.stats),
    unresolved: make(bodies.unresolved)
  }
}
