/** Text styles, which change nothing without colours. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
}

const mark = (on: boolean, begin: number, end: number) => (text: string) =>
  on ? `\u001b[${begin}m${text}\u001b[${end}m` : text

export const style = (colours: boolean): Style => ({
  bold: mark(colours, 1, 22),
  dim: mark(colours, 2, 22),
  red: mark(colours, 31, 39),
  green: mark(colours, 32, 39)
})
