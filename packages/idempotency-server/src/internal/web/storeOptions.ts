import type { Transactions } from "../../Transactions.js"

/** The place of the records, and the transactions of handlers. */
export type StoreOptions<Transaction> =
  | { readonly type: "memory" }
  | {
    readonly type: "sqlite"
    readonly filename: string
    readonly transactions?: Transactions<Transaction> | undefined
  }
  | {
    readonly type: "postgres"
    readonly url: string
    readonly schema?: string | undefined
    readonly transactions?: Transactions<Transaction> | undefined
  }
  | { readonly type: "redis"; readonly url: string; readonly prefix?: string | undefined }
