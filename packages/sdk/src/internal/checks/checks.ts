// Generated from the contract by `npm run contract`. Do not edit.
// dprint-ignore-file
/* oxlint-disable */
// A check returns the decoded value, or `wrong`.
import { batchCreate, create } from "@qurl/contract/groups/Qurls"
import { array, type Checks, isObject, isPlain, isThereOf, nodesOf, passes, wrong } from "./checkNodes.js"

const createAsksNodes = nodesOf(create.payload.ast)

const createAsks__access_policy_ip_allowlist_Item = (v: unknown) => {
  return typeof v === "string" ? v : wrong
}

const createAsks__access_policy_ip_allowlist_ = (v: unknown) => {
  return array(v, createAsks__access_policy_ip_allowlist_Item)
}

const createAsks__access_policy_ip_allowlist = (v: unknown) => {
  const u = createAsks__access_policy_ip_allowlist_(v)
  return u !== wrong && u.length <= 100 ? u : wrong
}

const createAsks__access_policy_ip_denylist_ = (v: unknown) => {
  return array(v, createAsks__access_policy_ip_allowlist_Item)
}

const createAsks__access_policy_ip_denylist = (v: unknown) => {
  const u = createAsks__access_policy_ip_denylist_(v)
  return u !== wrong && u.length <= 100 ? u : wrong
}

const createAsks__access_policy_geo_allowlist_ = (v: unknown) => {
  return array(v, createAsks__access_policy_ip_allowlist_Item)
}

const createAsks__access_policy_geo_allowlist = (v: unknown) => {
  const u = createAsks__access_policy_geo_allowlist_(v)
  return u !== wrong && u.length <= 50 ? u : wrong
}

const createAsks__access_policy_geo_denylist_ = (v: unknown) => {
  return array(v, createAsks__access_policy_ip_allowlist_Item)
}

const createAsks__access_policy_geo_denylist = (v: unknown) => {
  const u = createAsks__access_policy_geo_denylist_(v)
  return u !== wrong && u.length <= 50 ? u : wrong
}

const createAsks__access_policy_ai_agent_policy_deny_categories_Item = (v: unknown) => {
  return typeof v === "string" ? v : wrong
}

const createAsks__access_policy_ai_agent_policy_deny_categories_ = (v: unknown) => {
  return array(v, createAsks__access_policy_ai_agent_policy_deny_categories_Item)
}

const createAsks__access_policy_ai_agent_policy_deny_categories = (v: unknown) => {
  const u = createAsks__access_policy_ai_agent_policy_deny_categories_(v)
  return u !== wrong && u.length <= 20 ? u : wrong
}

const createAsks__access_policy_ai_agent_policy_allow_categories_ = (v: unknown) => {
  return array(v, createAsks__access_policy_ai_agent_policy_deny_categories_Item)
}

const createAsks__access_policy_ai_agent_policy_allow_categories = (v: unknown) => {
  const u = createAsks__access_policy_ai_agent_policy_allow_categories_(v)
  return u !== wrong && u.length <= 20 ? u : wrong
}

const createAsks__access_policy_ai_agent_policy = (v: unknown) => {
  if (!isPlain(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let known = 0
  let p: unknown
  p = v.block_all
  if (p !== undefined) {
    known++
    if (!(typeof p === "boolean")) return wrong
  }
  p = v.deny_categories
  if (p !== undefined) {
    known++
    const u = createAsks__access_policy_ai_agent_policy_deny_categories(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).deny_categories = u
  }
  p = v.allow_categories
  if (p !== undefined) {
    known++
    const u = createAsks__access_policy_ai_agent_policy_allow_categories(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).allow_categories = u
  }
  for (const _ in v) known--
  if (known !== 0) return wrong
  return changed === undefined ? v : { ...v, ...changed }
}

const createAsks__access_policy = (v: unknown) => {
  if (!isPlain(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let known = 0
  let p: unknown
  p = v.ip_allowlist
  if (p !== undefined) {
    known++
    const u = createAsks__access_policy_ip_allowlist(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).ip_allowlist = u
  }
  p = v.ip_denylist
  if (p !== undefined) {
    known++
    const u = createAsks__access_policy_ip_denylist(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).ip_denylist = u
  }
  p = v.geo_allowlist
  if (p !== undefined) {
    known++
    const u = createAsks__access_policy_geo_allowlist(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).geo_allowlist = u
  }
  p = v.geo_denylist
  if (p !== undefined) {
    known++
    const u = createAsks__access_policy_geo_denylist(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).geo_denylist = u
  }
  p = v.user_agent_allow_regex
  if (p !== undefined) {
    known++
    if (!(typeof p === "string" && p.length <= 256)) return wrong
  }
  p = v.user_agent_deny_regex
  if (p !== undefined) {
    known++
    if (!(typeof p === "string" && p.length <= 256)) return wrong
  }
  p = v.ai_agent_policy
  if (p !== undefined) {
    known++
    const u = createAsks__access_policy_ai_agent_policy(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).ai_agent_policy = u
  }
  for (const _ in v) known--
  if (known !== 0) return wrong
  return changed === undefined ? v : { ...v, ...changed }
}

const createAsks_ = (v: unknown) => {
  if (!isPlain(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let known = 0
  let p: unknown
  p = v.type
  if (p !== undefined) {
    known++
    if (!((p === "url") || (p === "tunnel") || (p === "transit"))) return wrong
  }
  p = v.target_url
  if (p !== undefined) {
    known++
    if (!(typeof p === "string" && p.length <= 2048 && /^https?:\/\/[^\s\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff]+$/u.test(p))) return wrong
  }
  p = v.expires_in
  if (p !== undefined) {
    known++
    if (!(typeof p === "string" && passes(createAsksNodes[14], p))) return wrong
  }
  p = v.one_time_use
  if (p !== undefined) {
    known++
    if (!(typeof p === "boolean")) return wrong
  }
  p = v.max_sessions
  if (p !== undefined) {
    known++
    if (!(typeof p === "number" && Number.isSafeInteger(p) && p >= 0 && p <= 1000)) return wrong
  }
  p = v.session_duration
  if (p !== undefined) {
    known++
    if (!(typeof p === "string" && passes(createAsksNodes[26], p))) return wrong
  }
  p = v.label
  if (p !== undefined) {
    known++
    if (!(typeof p === "string" && p.length >= 1 && p.length <= 500)) return wrong
  }
  p = v.access_policy
  if (p !== undefined) {
    known++
    const u = createAsks__access_policy(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).access_policy = u
  }
  p = v.custom_domain
  if (p !== undefined) {
    known++
    if (!(typeof p === "string" && p.length >= 1 && p.length <= 253 && /^[^\s\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff]+$/u.test(p))) return wrong
  }
  for (const _ in v) known--
  if (known !== 0) return wrong
  return changed === undefined ? v : { ...v, ...changed }
}

const createAsks = (v: unknown) => {
  const u = createAsks_(v)
  return u !== wrong && passes(createAsksNodes[0], u) ? u : wrong
}

const createAnswersNodes = nodesOf(create.success.ast)

const createAnswers_data_qurl_id_ = (v: unknown) => {
  return typeof v === "string" ? v : wrong
}

const createAnswers_data_qurl_idIsThere = isThereOf(createAnswersNodes[2])

const createAnswers_data_qurl_id = (v: unknown) => {
  return createAnswers_data_qurl_idIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const createAnswers_data_cridIsThere = isThereOf(createAnswersNodes[6])

const createAnswers_data_crid = (v: unknown) => {
  return createAnswers_data_cridIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const createAnswers_data_branded_domainIsThere = isThereOf(createAnswersNodes[10])

const createAnswers_data_branded_domain = (v: unknown) => {
  return createAnswers_data_branded_domainIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const createAnswers_data_qurl_siteIsThere = isThereOf(createAnswersNodes[12])

const createAnswers_data_qurl_site = (v: unknown) => {
  return createAnswers_data_qurl_siteIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const createAnswers_data_expires_atIsThere = isThereOf(createAnswersNodes[14])

const createAnswers_data_expires_at = (v: unknown) => {
  return createAnswers_data_expires_atIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const createAnswers_data_labelIsThere = isThereOf(createAnswersNodes[16])

const createAnswers_data_label = (v: unknown) => {
  return createAnswers_data_labelIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const createAnswers_data_type_ = (v: unknown) => {
  return typeof v === "string" ? v : wrong
}

const createAnswers_data_typeIsThere = isThereOf(createAnswersNodes[18])

const createAnswers_data_type = (v: unknown) => {
  return createAnswers_data_typeIsThere(v) ? createAnswers_data_type_(v) : undefined
}

const createAnswers_data = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.qurl_id
  if (p !== undefined) {
    const u = createAnswers_data_qurl_id(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).qurl_id = u
  }
  p = v.resource_id
  {
    if (!(typeof p === "string" && p.length >= 1)) return wrong
  }
  p = v.crid
  if (p !== undefined) {
    const u = createAnswers_data_crid(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).crid = u
  }
  p = v.qurl_link
  {
    if (!(typeof p === "string" && p.length >= 1)) return wrong
  }
  p = v.branded_domain
  if (p !== undefined) {
    const u = createAnswers_data_branded_domain(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).branded_domain = u
  }
  p = v.qurl_site
  if (p !== undefined) {
    const u = createAnswers_data_qurl_site(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).qurl_site = u
  }
  p = v.expires_at
  if (p !== undefined) {
    const u = createAnswers_data_expires_at(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).expires_at = u
  }
  p = v.label
  if (p !== undefined) {
    const u = createAnswers_data_label(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).label = u
  }
  p = v.type
  if (p !== undefined) {
    const u = createAnswers_data_type(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).type = u
  }
  return changed === undefined ? v : { ...v, ...changed }
}

const createAnswers_meta__tombstone__tombstoned_atIsThere = isThereOf(createAnswersNodes[26])

const createAnswers_meta__tombstone__tombstoned_at = (v: unknown) => {
  return createAnswers_meta__tombstone__tombstoned_atIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const createAnswers_meta__tombstone__closed_atIsThere = isThereOf(createAnswersNodes[28])

const createAnswers_meta__tombstone__closed_at = (v: unknown) => {
  return createAnswers_meta__tombstone__closed_atIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const createAnswers_meta__tombstone__final_access_count_ = (v: unknown) => {
  return typeof v === "number" ? v : wrong
}

const createAnswers_meta__tombstone__final_access_countIsThere = isThereOf(createAnswersNodes[30])

const createAnswers_meta__tombstone__final_access_count = (v: unknown) => {
  return createAnswers_meta__tombstone__final_access_countIsThere(v) ? createAnswers_meta__tombstone__final_access_count_(v) : undefined
}

const createAnswers_meta__tombstone_ = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.tombstoned_at
  if (p !== undefined) {
    const u = createAnswers_meta__tombstone__tombstoned_at(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).tombstoned_at = u
  }
  p = v.closed_at
  if (p !== undefined) {
    const u = createAnswers_meta__tombstone__closed_at(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).closed_at = u
  }
  p = v.final_access_count
  if (p !== undefined) {
    const u = createAnswers_meta__tombstone__final_access_count(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).final_access_count = u
  }
  return changed === undefined ? v : { ...v, ...changed }
}

const createAnswers_meta__tombstoneIsThere = isThereOf(createAnswersNodes[24])

const createAnswers_meta__tombstone = (v: unknown) => {
  return createAnswers_meta__tombstoneIsThere(v) ? createAnswers_meta__tombstone_(v) : undefined
}

const createAnswers_meta_ = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.request_id
  if (p !== undefined) {
    const u = createAnswers_data_qurl_id(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).request_id = u
  }
  p = v.tombstone
  if (p !== undefined) {
    const u = createAnswers_meta__tombstone(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).tombstone = u
  }
  return changed === undefined ? v : { ...v, ...changed }
}

const createAnswers_metaIsThere = isThereOf(createAnswersNodes[20])

const createAnswers_meta = (v: unknown) => {
  return createAnswers_metaIsThere(v) ? createAnswers_meta_(v) : undefined
}

const createAnswers = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.data
  {
    const u = createAnswers_data(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).data = u
  }
  p = v.meta
  if (p !== undefined) {
    const u = createAnswers_meta(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).meta = u
  }
  return changed === undefined ? v : { ...v, ...changed }
}

const batchCreateAsks_items__ = (v: unknown) => {
  return array(v, createAsks)
}

const batchCreateAsks_items_ = (v: unknown) => {
  const u = batchCreateAsks_items__(v)
  return u !== wrong && u.length >= 1 ? u : wrong
}

const batchCreateAsks_items = (v: unknown) => {
  const u = batchCreateAsks_items_(v)
  return u !== wrong && u.length <= 100 ? u : wrong
}

const batchCreateAsks = (v: unknown) => {
  if (!isPlain(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let known = 0
  let p: unknown
  p = v.items
  {
    known++
    const u = batchCreateAsks_items(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).items = u
  }
  for (const _ in v) known--
  if (known !== 0) return wrong
  return changed === undefined ? v : { ...v, ...changed }
}

const batchCreateAnswersNodes = nodesOf(batchCreate.success.ast)

const batchCreateAnswers_data_resultsItem0_cridIsThere = isThereOf(batchCreateAnswersNodes[17])

const batchCreateAnswers_data_resultsItem0_crid = (v: unknown) => {
  return batchCreateAnswers_data_resultsItem0_cridIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const batchCreateAnswers_data_resultsItem0_branded_domainIsThere = isThereOf(batchCreateAnswersNodes[21])

const batchCreateAnswers_data_resultsItem0_branded_domain = (v: unknown) => {
  return batchCreateAnswers_data_resultsItem0_branded_domainIsThere(v) ? createAnswers_data_qurl_id_(v) : undefined
}

const batchCreateAnswers_data_resultsItem0 = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.index
  {
    if (!(typeof p === "number" && p >= 0 && Number.isSafeInteger(p))) return wrong
  }
  p = v.success
  {
    if (!(p === true)) return wrong
  }
  p = v.resource_id
  {
    if (!(typeof p === "string" && p.length >= 1)) return wrong
  }
  p = v.crid
  if (p !== undefined) {
    const u = batchCreateAnswers_data_resultsItem0_crid(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).crid = u
  }
  p = v.qurl_link
  {
    if (!(typeof p === "string" && p.length >= 1)) return wrong
  }
  p = v.branded_domain
  if (p !== undefined) {
    const u = batchCreateAnswers_data_resultsItem0_branded_domain(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).branded_domain = u
  }
  p = v.qurl_site
  {
    if (!(typeof p === "string")) return wrong
  }
  p = v.expires_at
  if (p !== undefined) {
    const u = createAnswers_data_expires_at(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).expires_at = u
  }
  return changed === undefined ? v : { ...v, ...changed }
}

const batchCreateAnswers_data_resultsItem1_error = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.code
  {
    if (!(typeof p === "string")) return wrong
  }
  p = v.message
  {
    if (!(typeof p === "string")) return wrong
  }
  return changed === undefined ? v : { ...v, ...changed }
}

const batchCreateAnswers_data_resultsItem1 = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.index
  {
    if (!(typeof p === "number" && p >= 0 && Number.isSafeInteger(p))) return wrong
  }
  p = v.success
  {
    if (!(p === false)) return wrong
  }
  p = v.error
  {
    const u = batchCreateAnswers_data_resultsItem1_error(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).error = u
  }
  return changed === undefined ? v : { ...v, ...changed }
}

const batchCreateAnswers_data_resultsItem = (v: unknown) => {
  let u: unknown
  if ((u = batchCreateAnswers_data_resultsItem0(v)) !== wrong) return u
  if ((u = batchCreateAnswers_data_resultsItem1(v)) !== wrong) return u
  return wrong
}

const batchCreateAnswers_data_results = (v: unknown) => {
  return array(v, batchCreateAnswers_data_resultsItem)
}

const batchCreateAnswers_data = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.succeeded
  {
    if (!(typeof p === "number" && p >= 0 && Number.isSafeInteger(p))) return wrong
  }
  p = v.failed
  {
    if (!(typeof p === "number" && p >= 0 && Number.isSafeInteger(p))) return wrong
  }
  p = v.results
  {
    const u = batchCreateAnswers_data_results(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).results = u
  }
  return changed === undefined ? v : { ...v, ...changed }
}

const batchCreateAnswers_metaIsThere = isThereOf(batchCreateAnswersNodes[34])

const batchCreateAnswers_meta = (v: unknown) => {
  return batchCreateAnswers_metaIsThere(v) ? createAnswers_meta_(v) : undefined
}

const batchCreateAnswers = (v: unknown) => {
  if (!isObject(v)) return wrong
  let changed: Record<string, unknown> | undefined
  let p: unknown
  p = v.data
  {
    const u = batchCreateAnswers_data(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).data = u
  }
  p = v.meta
  if (p !== undefined) {
    const u = batchCreateAnswers_meta(p)
    if (u === wrong) return wrong
    if (u !== p) (changed ??= {}).meta = u
  }
  return changed === undefined ? v : { ...v, ...changed }
}

/** The checks by the schema that they were written from. */
export const checks: Checks = new Map([
  [create.payload.ast, createAsks],
  [create.success.ast, createAnswers],
  [batchCreate.payload.ast, batchCreateAsks],
  [batchCreate.success.ast, batchCreateAnswers]
])
