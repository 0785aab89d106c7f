/** Operations that are natural for us and not for the vendor, because the answer to a repetition is known. */
export const safeToRepeat: ReadonlySet<string> = new Set(["revokeResourceQurl"])

/** Deliberate differences from the published description, with reasons. */
export const exceptions: ReadonlyArray<{ readonly of: RegExp; readonly reason: string }> = [
  {
    of: /^(get|getQuota|list) lacks 304$/,
    reason: "Only a batch that is polled is read under a condition; no client of the vendor asks for other reads so."
  },
  { of: / adds 429$/, reason: "Every operation can be limited." },
  { of: /^list\w+ adds 400$/, reason: "A query can be wrong." },
  { of: / \d{3} error is insisted on$/, reason: "What has no error in it is not the envelope." },
  { of: / lacks meta\.found_existing$/, reason: "Told only where a resource is created, and known there." },
  { of: / adds meta\.tombstone\.closed_at$/, reason: "A fixture of the vendor calls the instant so." },
  {
    of: /^(list|get|update) 200 adds data(\[\])?\.access_tokens\b/,
    reason: "Clients know `qurls` under this name, which is read as well."
  },
  {
    of: /^(create|createResource|batchCreate|createWebhook|updateWebhook) body (items\[\]\.)?(target_)?url limits/,
    reason: "A URL has a host behind its slashes, and neither blanks nor control characters."
  },
  {
    of: / body allowed_device_keys(_add|_remove)?\[\] limits: .*"pattern"/,
    reason: "A device key has neither blanks nor control characters."
  },
  {
    of: / path (batch_id|qurl_id|code|device_id) +limits/,
    reason: "Parts of a path are checked for blanks and control characters; their grammar is left to the server."
  },
  {
    of: / body (items\[\]\.)?(custom_domain|domain|target_path) limits: .*"pattern"/,
    reason: "An address has neither blanks nor control characters."
  },
  {
    of: / body (items\[\]\.)?(expires_in|extend_by|session_duration) limits: .*"pattern"/,
    reason: "Durations are checked by the grammar that the description gives beside the schema."
  },
  { of: /\baccess_policy\.geo_(allow|deny)list\[\] limits: \{\} for/, reason: "Country codes are left to the server." },
  {
    of: /^createApiKey body (target|claims) +(values|limits)/,
    reason: "An enrollment token enrolls agents as well since autumn 2026, and has one claim at most."
  },
  { of: / tunnel_slug limits/, reason: "The grammar of slugs is left to the server." },
  {
    of:
      / ((query (created|expires)_(after|before) )|body (expires_at|claims|claims\[\]\.id|plan)) ?limits: \{"min\w+":1\} for \{\}/,
    reason: "What is there is not empty."
  },
  { of: /^list query status {2}values/, reason: "The values stand in the prose of the description." },
  { of: / limits: \{\} for \{"default":("active"|"")\}$/, reason: "The server's default is the server's to take." },
  {
    of: /\bdata(\[\])?\.(\w+_id|secret|api_key|code|redirect_url|resource|type) is insisted on$/,
    reason: "An answer without it is of no use."
  },
  {
    of: /^listWebhookEventTypes 200 (lacks meta\.tombstone|adds meta\.(page_size|has_more|next_cursor))/,
    reason: "A list like the others, should the server begin to page it."
  }
]
