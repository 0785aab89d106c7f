// Shows the calls that /_emulator/inspector/events reports. Everything becomes text; nothing a client sent becomes markup.
const byId = (id) => document.getElementById(id)
const view = byId("view")
const list = byId("calls")
const details = byId("details")
const controls = { search: byId("search"), operation: byId("operation"), outcome: byId("outcome") }

/** All calls by id, in the order of their first request. */
const calls = new Map()
let totals = { calls: 0, requests: 0, faults: 0, replays: 0, links: 0 }
let isPaused = false
let isConnected = false
/** Messages that arrived during a pause. */
let waiting = []
/** Ids hidden by Clear, and the totals at that moment. */
const cleared = new Set()
let base = { ...totals }
/** Calls that match the filter, latest first. */
let shown = []
let selected
/** Beginning of the digest of what is searched for, which is how a key is shown. */
let digest = ""

/** Leaves what has not changed alone, so that a reader's place is kept. */
const setText = (element, text) => {
  if (element.textContent !== text) element.textContent = text
  element.hidden = text === ""
}

const copy = (id) => byId(id).content.firstElementChild.cloneNode(true)
const clock = (iso) => new Date(iso).toTimeString().slice(0, 8) + "." + iso.slice(20, 23)
const seconds = (ms) => ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`
const titleOf = ({ name, title }) => name === null ? title : `${title}: ${name}`
const keyOf = ({ keys }) => keys.length === 0 ? "no key" : keys.map((key) => `#${key}`).join(", ")

/** Draws one bar per attempt on a line from the first request to the last answer; the gaps are waits. */
const fillTimeline = (element, attempts, only) => {
  const start = Date.parse(attempts[0].at)
  const end = Math.max(...attempts.map(({ at, ended_at }) => Date.parse(ended_at ?? at)), start + 1)
  const share = (time) => (time - start) * 100 / (end - start)
  while (element.children.length > attempts.length) element.lastElementChild.remove()
  attempts.forEach((attempt, index) => {
    if (element.children[index] === undefined) element.append(document.createElement("i"))
    const bar = element.children[index]
    const from = share(Date.parse(attempt.at))
    const state = attempt.fault !== null ? "fault" : attempt.replayed ? "replayed" : "plain"
    bar.className = only === undefined || only === index ? state : "faint"
    bar.style.insetInlineStart = `${Math.min(from, 97)}%`
    bar.style.width = `${Math.max(3, share(Date.parse(attempt.ended_at ?? attempt.at)) - from)}%`
  })
}

const fillRow = (item, call) => {
  item.className = `call ${call.state}`
  const row = item.firstElementChild
  row.setAttribute("aria-expanded", String(call.id === selected))
  setText(row.querySelector("time"), clock(call.at))
  setText(row.querySelector(".title"), titleOf(call))
  setText(row.querySelector(".key"), keyOf(call))
  setText(row.querySelector(".outcome"), call.outcome)
  fillTimeline(row.querySelector(".timeline"), call.attempts)
}

const fillAttempt = (item, call, index) => {
  const attempt = call.attempts[index]
  const { asked_to_wait, at, ended_at, ids, made, waited_ms } = attempt
  item.className = attempt.fault !== null ? "fault" : attempt.replayed ? "replayed" : ""
  const asked = asked_to_wait === null ? "" : `, Retry-After: ${asked_to_wait}`
  setText(item.querySelector(".wait"), waited_ms === null ? "" : `waited ${seconds(waited_ms)}${asked}`)
  setText(item.querySelector(".result"), attempt.result)
  setText(item.querySelector(".made"), made)
  setText(item.querySelector(".ids"), ids)
  const took = ended_at === null ? "running" : `took ${seconds(Date.parse(ended_at) - Date.parse(at))}`
  setText(item.querySelector(".when"), `${clock(at)}, ${took}, ${attempt.id}`)
  fillTimeline(item.querySelector(".timeline"), call.attempts, index)
}

const showDetails = () => {
  const call = calls.get(selected)
  details.hidden = call === undefined || cleared.has(selected)
  if (details.hidden) return
  details.className = call.state
  setText(byId("details-title"), titleOf(call))
  setText(byId("details-outcome"), call.outcome)
  const facts = [["request", call.request], ["key", keyOf(call)], ["began", new Date(call.at).toLocaleString("en")]]
  byId("details-facts").replaceChildren(...facts.flatMap(([name, value]) => {
    const [term, definition] = [document.createElement("dt"), document.createElement("dd")]
    term.textContent = name
    definition.textContent = value
    return [term, definition]
  }))
  const attempts = byId("attempts")
  while (attempts.children.length > call.attempts.length) attempts.lastElementChild.remove()
  call.attempts.forEach((_, index) => {
    if (attempts.children[index] === undefined) attempts.append(copy("attempt"))
    fillAttempt(attempts.children[index], call, index)
  })
}

const matches = (call) => {
  const { operation, outcome, search } = controls
  if (cleared.has(call.id)) return false
  if (operation.value !== "" && call.title !== operation.value) return false
  if (outcome.value === "eventful" && call.attempts.length === 1 && call.state === "done") return false
  if (!["", "eventful", call.state].includes(outcome.value)) return false
  const wanted = search.value.trim().toLowerCase()
  if (wanted === "" || call.keys.includes(digest)) return true
  const texts = [
    titleOf(call),
    call.request,
    keyOf(call),
    call.id,
    ...call.attempts.map(({ id, ids }) => `${id} ${ids}`)
  ]
  return texts.some((text) => text.toLowerCase().includes(wanted))
}

/** Draws the rows that are in view, and a few around them; the others are only space. */
const drawRows = () => {
  const height = Number.parseFloat(getComputedStyle(list).getPropertyValue("--row"))
  const first = Math.max(0, Math.floor(view.scrollTop / height) - 5)
  const last = Math.min(shown.length, Math.ceil((view.scrollTop + view.clientHeight) / height) + 5)
  list.style.height = `${shown.length * height}px`
  const rows = new Map([...list.children].map((row) => [row.dataset.id, row]))
  shown.slice(first, last).forEach((call, offset) => {
    const item = rows.get(call.id) ?? copy("call")
    rows.delete(call.id)
    item.dataset.id = call.id
    item.setAttribute("aria-setsize", String(shown.length))
    item.setAttribute("aria-posinset", String(first + offset + 1))
    item.style.transform = `translateY(${(first + offset) * height}px)`
    fillRow(item, call)
    // In the order of the page, so that the Tab key goes down the list.
    if (list.children[offset] !== item) list.insertBefore(item, list.children[offset] ?? null)
  })
  for (const row of rows.values()) row.remove()
}

const showStatus = () => {
  const fresh = new Set(waiting.flatMap((message) => message.calls.map(({ id }) => id))).size
  const paused = fresh === 0 ? "Paused" : `Paused, ${fresh} ${fresh === 1 ? "call has" : "calls have"} changed`
  const status = !isConnected ? "Not connected, trying again" : isPaused ? paused : "Live"
  const text = shown.length === calls.size - cleared.size ? status : `${status}, ${shown.length} shown`
  setText(byId("connection"), text)
  document.body.classList.toggle("paused", isPaused)
}

const show = () => {
  for (const [name, value] of Object.entries(totals)) {
    setText(byId(`total-${name}`), Math.max(0, value - base[name]).toLocaleString("en"))
  }
  const operations = [...new Set([...calls.values()].map(({ title }) => title))].sort((a, b) => a.localeCompare(b))
  if (operations.length !== controls.operation.options.length - 1) {
    const { value } = controls.operation
    controls.operation.replaceChildren(controls.operation.options[0], ...operations.map((name) => new Option(name)))
    controls.operation.value = operations.includes(value) ? value : ""
  }
  shown = [...calls.values()].filter(matches).reverse()
  byId("none").hidden = shown.length > 0
  setText(
    byId("none"),
    calls.size === cleared.size ? "No calls yet. Requests under one key are one call." : "No call matches."
  )
  byId("none").hidden = shown.length > 0
  drawRows()
  showDetails()
  showStatus()
}

const take = (message) => {
  totals = message.totals
  for (const id of message.gone) calls.delete(id)
  for (const call of message.calls) calls.set(call.id, call)
}

const select = (id) => {
  selected = selected === id ? undefined : id
  drawRows()
  showDetails()
}

byId("pause").addEventListener("click", ({ currentTarget }) => {
  isPaused = !isPaused
  currentTarget.setAttribute("aria-pressed", String(isPaused))
  currentTarget.textContent = isPaused ? "Resume" : "Pause"
  if (!isPaused) { for (const message of waiting.splice(0)) take(message) }
  show()
})
byId("clear").addEventListener("click", () => {
  for (const id of calls.keys()) cleared.add(id)
  base = { ...totals }
  selected = undefined
  show()
})
byId("close").addEventListener("click", () => select(selected))
list.addEventListener("click", ({ target }) => {
  const item = target.closest(".call")
  if (item !== null) select(item.dataset.id)
})
list.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const item = event.target.closest(".call")
  if (step === undefined || item === null) return
  event.preventDefault()
  const next = shown[shown.findIndex(({ id }) => id === item.dataset.id) + step]
  const row = [...list.children].find(({ dataset }) => dataset.id === next?.id)
  row?.firstElementChild.focus()
})
view.addEventListener("scroll", drawRows)
addEventListener("resize", drawRows)
controls.operation.addEventListener("change", show)
controls.outcome.addEventListener("change", show)
controls.search.addEventListener("input", async () => {
  const { value } = controls.search
  const bytes = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(value.trim()))
  if (value !== controls.search.value) return
  digest = bytes === undefined
    ? ""
    : [...new Uint8Array(bytes).slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  show()
})

const events = new EventSource("/_emulator/inspector/events")
let isFresh = false
events.addEventListener("open", () => {
  isConnected = true
  // A new connection begins with everything that there is.
  isFresh = true
  showStatus()
})
events.addEventListener("error", () => {
  isConnected = false
  showStatus()
})
events.addEventListener("message", ({ data }) => {
  const message = JSON.parse(data)
  if (isFresh) {
    const ids = new Set(message.calls.map(({ id }) => id))
    message.gone.push(...[...calls.keys()].filter((id) => !ids.has(id)))
    isFresh = false
  }
  if (isPaused) {
    waiting.push(message)
    showStatus()
    return
  }
  take(message)
  show()
})
