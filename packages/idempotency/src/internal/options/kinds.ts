/**
 * A wrong option by its path, such as `retry.deadline`, and how to fix it.
 *
 * @since 0.1.0
 * @category models
 */
export interface WrongOption {
  readonly option: string
  readonly problem: string
}

/**
 * Values that an option takes. `undefined` stands for an option that was left out.
 *
 * @since 0.1.0
 * @category models
 */
export interface Kind {
  /** Description of a right value, which completes "give ...". */
  readonly expected: string
  readonly isRequired: boolean
  /** Finds what is wrong with a value that was given. */
  readonly find: (value: unknown, option: string) => WrongOption | undefined
}

/**
 * The kind of every option.
 *
 * @since 0.1.0
 * @category models
 */
export type Kinds<Options> = { readonly [Name in keyof Options]-?: Kind }
