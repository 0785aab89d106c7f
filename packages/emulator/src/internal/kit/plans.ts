import type { Account } from "../../TestKey.js"

/** Limits of a plan; -1 means unlimited. The published ones where there are any. */
export interface Limits {
  readonly create_per_minute: number
  readonly create_per_hour: number
  readonly list_per_minute: number
  readonly resolve_per_minute: number
  readonly max_active_qurls: number
  readonly max_active_resources: number
  readonly max_qurls: number
  readonly max_data_transfer_bytes: number
  readonly max_expiry_seconds: number
}

const day = 24 * 60 * 60

export const limits: { readonly [Plan in Account["plan"]]: Limits } = {
  free: {
    create_per_minute: 30,
    create_per_hour: 300,
    list_per_minute: 60,
    resolve_per_minute: 60,
    max_active_qurls: 50,
    max_active_resources: 50,
    max_qurls: 10_000,
    max_data_transfer_bytes: 10_737_418_240,
    max_expiry_seconds: 30 * day
  },
  enterprise: {
    create_per_minute: 600,
    create_per_hour: 36_000,
    list_per_minute: 600,
    resolve_per_minute: 600,
    max_active_qurls: -1,
    max_active_resources: -1,
    max_qurls: -1,
    max_data_transfer_bytes: -1,
    max_expiry_seconds: 30 * day
  }
}
