import * as Wire from "@qurl/contract/Wire"
import { Option, Schema, SchemaAST as AST } from "effect"
import { isRecord } from "effect/Predicate"
import { nodesOf } from "../../src/internal/checks/checkNodes.js"

/** A schema for which straight-line code is written. */
export interface Subject {
  /** Name of the check. */
  readonly name: string
  /** The schema's place in the contract. */
  readonly place: string
  readonly schema: Schema.Schema.AnyNoContext
  /** `json` is data of `JSON.parse`, whose unknown fields stay; `input` comes from a caller. */
  readonly of: "json" | "input"
}

/** Parameters of a built-in filter. */
const parameter = (ast: AST.Refinement): Readonly<Record<string, unknown>> => {
  const id = Option.getOrUndefined(AST.getSchemaIdAnnotation(ast))
  const own = typeof id === "symbol" ? ast.annotations[id] : undefined
  return { ...Option.getOrUndefined(AST.getJSONSchemaAnnotation(ast)), ...(isRecord(own) ? own : {}) }
}

/** A member of a union without undefined, where undefined has been excluded. */
const defined = (ast: AST.AST): AST.AST => {
  if (!AST.isUnion(ast)) return ast
  const members = ast.types.filter((member) => !AST.isUndefinedKeyword(member))
  return members.length === 1 ? members[0] ?? ast : ast
}

const isNumber = (value: unknown): value is number => typeof value === "number"

/** Code of a built-in filter on `v`; none for any other. */
const builtIn = (ast: AST.Refinement, v: string): string | undefined => {
  const { max, maxItems, maxLength, maximum, min, minItems, minLength, minimum, regex } = parameter(ast)
  const compared = (property: string, sign: string, limit: unknown) =>
    isNumber(limit) ? `${v}${property} ${sign} ${limit}` : undefined
  switch (Option.getOrUndefined(AST.getSchemaIdAnnotation(ast))) {
    case Schema.MinLengthSchemaId:
      return compared(".length", ">=", minLength)
    case Schema.MaxLengthSchemaId:
      return compared(".length", "<=", maxLength)
    case Schema.MinItemsSchemaId:
      return compared(".length", ">=", minItems)
    case Schema.MaxItemsSchemaId:
      return compared(".length", "<=", maxItems)
    case Schema.IntSchemaId:
      return `Number.isSafeInteger(${v})`
    case Schema.GreaterThanOrEqualToSchemaId:
      return compared("", ">=", min ?? minimum)
    case Schema.BetweenSchemaId: {
      const [least, most] = [compared("", ">=", min ?? minimum), compared("", "<=", max ?? maximum)]
      return least === undefined || most === undefined ? undefined : `${least} && ${most}`
    }
    case Schema.PatternSchemaId:
      return regex instanceof RegExp ? `/${regex.source}/${regex.flags}.test(${v})` : undefined
    default:
      return undefined
  }
}

/** Writes the checks of one subject. */
class Writer {
  readonly functions: Array<string> = []
  private readonly nodes: ReadonlyArray<AST.AST>

  /** `written` has the names of the functions that stand in the module, by what they check. */
  constructor(private readonly subject: Subject, private readonly written: Map<AST.AST, Map<string, string>>) {
    this.nodes = nodesOf(subject.schema.ast)
  }

  private node(ast: AST.AST): string {
    const index = this.nodes.indexOf(ast)
    if (index === -1) throw new Error(`A node of ${this.subject.name} has no number.`)
    return `${this.subject.name}Nodes[${index}]`
  }

  private filter(ast: AST.Refinement, v: string): string {
    return builtIn(ast, v) ?? `passes(${this.node(ast)}, ${v})`
  }

  /** Code that is true if `v` is accepted, for schemas that leave it as it is. None for others. */
  private test(ast: AST.AST, v: string): string | undefined {
    switch (ast._tag) {
      case "StringKeyword":
        return `typeof ${v} === "string"`
      case "NumberKeyword":
        return `typeof ${v} === "number"`
      case "BooleanKeyword":
        return `typeof ${v} === "boolean"`
      case "UndefinedKeyword":
        return `${v} === undefined`
      case "Literal":
        return `${v} === ${JSON.stringify(ast.literal)}`
      case "Refinement": {
        const from = this.test(ast.from, v)
        return from === undefined ? undefined : `${from} && ${this.filter(ast, v)}`
      }
      case "Union": {
        const members = ast.types.map((member) => this.test(member, v))
        return members.includes(undefined) ? undefined : members.map((member) => `(${member})`).join(" || ")
      }
      default:
        return undefined
    }
  }

  /** Name of a function from a value to what it is decoded to, or to `wrong`. */
  write(ast: AST.AST, options: AST.ParseOptions, name: string): string {
    const own = { ...options, ...Option.getOrUndefined(AST.getParseOptionsAnnotation(ast)) }
    const kind = `${this.subject.of} ${JSON.stringify(own)}`
    const known = this.written.get(ast)?.get(kind)
    if (known !== undefined) return known
    this.written.set(ast, (this.written.get(ast) ?? new Map()).set(kind, name))
    const body = this.body(ast, own, name)
    this.functions.push(`const ${name} = (v: unknown) => {\n${body.map((line) => `  ${line}`).join("\n")}\n}`)
    return name
  }

  private body(ast: AST.AST, options: AST.ParseOptions, name: string): ReadonlyArray<string> {
    const test = this.test(ast, "v")
    if (test !== undefined) return [`return ${test} ? v : wrong`]
    switch (ast._tag) {
      case "Refinement": {
        const from = this.write(ast.from, options, `${name}_`)
        return [`const u = ${from}(v)`, `return u !== wrong && ${this.filter(ast, "u")} ? u : wrong`]
      }
      case "TypeLiteral":
        return this.record(ast, options, name)
      case "TupleType": {
        const [item] = ast.rest
        if (ast.elements.length > 0 || item === undefined) throw new Error("Tuples have no straight-line code.")
        return [`return array(v, ${this.write(item.type, options, `${name}Item`)})`]
      }
      case "Union": {
        const members = ast.types.map((member, index) => this.write(member, options, `${name}${index}`))
        return [
          "let u: unknown",
          ...members.map((member) => `if ((u = ${member}(v)) !== wrong) return u`),
          "return wrong"
        ]
      }
      case "Declaration": {
        const [inner] = ast.typeParameters
        if (inner === undefined || Option.isNone(AST.getAnnotation(ast, Wire.IsThereId))) break
        const parse = this.write(inner, options, `${name}_`)
        this.functions.push(`const ${name}IsThere = isThereOf(${this.node(ast)})`)
        return [`return ${name}IsThere(v) ? ${parse}(v) : undefined`]
      }
    }
    throw new Error(`${ast._tag} has no straight-line code.`)
  }

  private record(ast: AST.TypeLiteral, options: AST.ParseOptions, name: string): ReadonlyArray<string> {
    const isInput = this.subject.of === "input"
    const lines = [
      `if (!${isInput ? "isPlain" : "isObject"}(v)) return wrong`,
      "let changed: Record<string, unknown> | undefined",
      ...(isInput ? ["let known = 0"] : []),
      "let p: unknown"
    ]
    for (const { isOptional, name: key, type: declared } of ast.propertySignatures) {
      const type = isOptional ? defined(declared) : declared
      const property = `v.${String(key)}`
      const test = this.test(type, "p")
      lines.push(`p = ${property}`, isOptional ? "if (p !== undefined) {" : "{", ...(isInput ? ["  known++"] : []))
      if (test === undefined) {
        const parse = this.write(type, options, `${name}_${String(key)}`)
        lines.push(
          `  const u = ${parse}(p)`,
          "  if (u === wrong) return wrong",
          `  if (u !== p) (changed ??= {}).${String(key)} = u`
        )
      } else lines.push(`  if (!(${test})) return wrong`)
      lines.push("}")
    }
    if (isInput) {
      if (options.onExcessProperty !== "error") throw new Error("An input that drops fields has no straight-line code.")
      lines.push("for (const _ in v) known--", "if (known !== 0) return wrong")
    }
    return [...lines, "return changed === undefined ? v : { ...v, ...changed }"]
  }
}

/** The module of all checks, whose schemas stand in one module of the contract. */
export const writeChecks = (module: string, subjects: ReadonlyArray<Subject>): string => {
  const written = new Map<AST.AST, Map<string, string>>()
  const parts = subjects.map((subject) => {
    const writer = new Writer(subject, written)
    const options: AST.ParseOptions = subject.of === "json" ? { onExcessProperty: "preserve" } : {}
    writer.write(subject.schema.ast, options, subject.name)
    const code = writer.functions.join("\n\n")
    const nodes = `${subject.name}Nodes`
    return code.includes(nodes) ? `const ${nodes} = nodesOf(${subject.place}.ast)\n\n${code}` : code
  })
  const imported = [...new Set(subjects.map(({ place }) => place.split(".")[0] ?? place))].sort((a, b) =>
    a < b ? -1 : 1
  )
  return `// Generated from the contract by \`npm run contract\`. Do not edit.
// dprint-ignore-file
/* oxlint-disable */
// A check returns the decoded value, or \`wrong\`.
import { ${imported.join(", ")} } from "${module}"
import { array, type Checks, isObject, isPlain, isThereOf, nodesOf, passes, wrong } from "./checkNodes.js"

${parts.join("\n\n")}

/** The checks by the schema that they were written from. */
export const checks: Checks = new Map([
${subjects.map(({ name, place }) => `  [${place}.ast, ${name}]`).join(",\n")}
])
`
}
