import ts from "typescript"
import { add, service } from "./userProgram.js"

/** Tooltip of an editor: the type of a name, and its docstring. */
export interface Hover {
  readonly type: string
  readonly docs: string
}

/**
 * Shows the tooltips of expressions in a program of a user, by the language service that editors use. `imports` is the
 * head of that program; each expression ends with the name that is pointed at.
 */
export const hover = (
  imports: ReadonlyArray<string>,
  expressions: ReadonlyArray<string>
): ReadonlyMap<string, Hover> => {
  const text = [...imports, ...expressions, ""].join("\n")
  const file = add(text)
  return new Map(expressions.map((expression) => {
    const end = text.indexOf(`\n${expression}\n`) + expression.length
    const info = service.getQuickInfoAtPosition(file, end)
    return [expression, {
      type: ts.displayPartsToString(info?.displayParts),
      docs: ts.displayPartsToString(info?.documentation)
    }]
  }))
}
