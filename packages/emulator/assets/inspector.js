// Shows what /_emulator/inspector/events tells. Everything becomes text; nothing that a client sent becomes markup.
const byId = (id) => document.getElementById(id)
const list = byId("calls")
const pause = byId("pause")
const eventful = byId("eventful")

let latest = { totals: {}, calls: [] }
let paused = false

/** Leaves what has not changed alone, so that a reader's place is kept. */
const tell = (element, text) => {
  if (element.textContent !== text) element.textContent = text
  element.hidden = text === ""
}

const copy = (id) => byId(id).content.firstElementChild.cloneNode(true)

const waitOf = ({ asked_to_wait, waited_ms }) =>
  waited_ms === null
    ? ""
    : `after ${(waited_ms / 1000).toFixed(1)} s${asked_to_wait === null ? "" : `, asked to wait: ${asked_to_wait}`}`

const fillAttempt = (item, attempt) => {
  item.classList.toggle("fault", attempt.fault !== null)
  item.classList.toggle("replayed", attempt.replayed)
  tell(item.querySelector(".wait"), waitOf(attempt))
  tell(item.querySelector(".answer"), attempt.told)
  tell(item.querySelector(".made"), attempt.made === "" ? "" : `made: ${attempt.made}`)
  tell(item.querySelector(".ids"), attempt.ids)
}

const fillCall = (item, call) => {
  item.className = `call ${call.state}`
  tell(item.querySelector(".title"), call.name === null ? call.title : `${call.title}: ${call.name}`)
  tell(item.querySelector(".request"), call.request)
  const keys = call.keys.map((key) => `#${key}`).join(", ")
  tell(
    item.querySelector(".keys"),
    keys === "" ? "without a key" : `${call.keys.length === 1 ? "key" : "keys"} ${keys}`
  )
  tell(item.querySelector(".told"), call.told)
  const attempts = item.querySelector(".attempts")
  while (attempts.children.length > call.attempts.length) attempts.lastElementChild.remove()
  call.attempts.forEach((attempt, index) => {
    if (attempts.children[index] === undefined) attempts.append(copy("attempt"))
    fillAttempt(attempts.children[index], attempt)
  })
}

const show = () => {
  for (const [name, value] of Object.entries(latest.totals)) tell(byId(`total-${name}`), String(value))
  const calls = latest.calls.filter(({ attempts, state }) =>
    !eventful.checked || attempts.length > 1 || state !== "done"
  )
  const rows = new Map([...list.children].map((row) => [row.dataset.id, row]))
  let before = list.firstElementChild
  for (const call of calls) {
    const row = rows.get(call.id) ?? copy("call")
    rows.delete(call.id)
    row.dataset.id = call.id
    fillCall(row, call)
    if (row === before) before = before.nextElementSibling
    else list.insertBefore(row, before)
  }
  for (const row of rows.values()) row.remove()
  byId("none").hidden = calls.length > 0
}

pause.addEventListener("click", () => {
  paused = !paused
  pause.setAttribute("aria-pressed", String(paused))
  if (!paused) show()
})
eventful.addEventListener("change", show)

const events = new EventSource("/_emulator/inspector/events")
events.addEventListener("open", () => tell(byId("connection"), "Live"))
events.addEventListener("error", () => tell(byId("connection"), "Not connected; trying again"))
events.addEventListener("message", ({ data }) => {
  latest = JSON.parse(data)
  if (!paused) show()
})
