// Writes the declarations of a package as one file that imports Effect 4 alone: every type that is declared elsewhere is
// printed by its parts, with their documentation.
import ts from "typescript"

const { CheckFlags, ElementFlags, ModifierFlags, SymbolFlags, TypeFlags } = { CheckFlags: { Readonly: 8 }, ...ts }

/** The module in which a symbol can be had: one of Effect 4, the language's own library, or none. */
const moduleOf = (symbol) => {
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName ?? ""
  const [, module] = /\/effect@4[^/]*\/node_modules\/effect\/dist\/(.+)\.d\.ts$/.exec(file) ?? []
  if (module !== undefined) return `effect/${module}`
  return /\/typescript\/lib\/lib\.[^/]*\.d\.ts$/.test(file) ? "lib" : undefined
}

const isAnonymous = ({ name }) => name.startsWith("__")

const isReadonly = (property) =>
  ((property.links?.checkFlags ?? 0) & CheckFlags.Readonly) !== 0
  || (property.declarations ?? []).some((node) => (ts.getCombinedModifierFlags(node) & ModifierFlags.Readonly) !== 0)

const isUndefined = ({ flags }) => (flags & TypeFlags.Undefined) !== 0
const isBooleanLiteral = ({ flags }) => (flags & TypeFlags.BooleanLiteral) !== 0

/** A member of a namespace of declarations is a declaration already. */
const ambient = (indent) => indent === "" ? "declare " : ""

/** The comment of a symbol, ready to stand before it. */
const documentation = (symbol, indent) => {
  for (const node of symbol?.declarations ?? []) {
    const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)
    if (comment !== undefined) return `${comment.getText().replaceAll(/\n\s*/g, `\n${indent} `)}\n${indent}`
  }
  return ""
}

class Printer {
  /** Types that have a name in the file. */
  named = new Map()
  depth = 0

  constructor(checker) {
    this.checker = checker
  }

  /** Types of the SDK that have been given a name here: they stand in more than one place. */
  hoisted = new Map()

  type(type, indent) {
    return this.named.get(type) ?? this.named.get(this.key(type)) ?? this.hoist(type) ?? this.parts(type, indent)
  }

  /** The name under which the SDK knows what a type of this package was made of. */
  nameOf(type) {
    const { aliasSymbol, aliasTypeArguments: [source, needs] = [] } = type
    const isMade = aliasSymbol?.name === "NativeObject"
      || (aliasSymbol?.name === "Methods" && (needs.flags & TypeFlags.Never) !== 0)
    return isMade ? this.sourceName(source) : undefined
  }

  sourceName(source) {
    const name = source.symbol?.name
    if (name === undefined || name.startsWith("__")) return undefined
    const args = source.target === undefined ? [] : this.checker.getTypeArguments(source)
    const names = args.map((arg) => arg === source ? "" : this.sourceName(arg))
    return names.includes(undefined) ? undefined : [name, ...names].filter((part) => part !== "").join("Of")
  }

  /** Gives a type a name of its own in the file, unless another type has it. */
  hoist(type) {
    const name = this.nameOf(type)
    if (name === undefined || this.hoisted.has(name) || [...this.named.values()].includes(name)) return undefined
    this.named.set(type, name)
    this.hoisted.set(name, "")
    this.hoisted.set(name, this.parts(type, ""))
    return name
  }

  /** Identifies a union by its members. */
  key(type) {
    return type.isUnion() ? type.types.map(({ id }) => id).sort().join() : type
  }

  /** A type without its name in the file. */
  parts(type, indent) {
    const { aliasSymbol, aliasTypeArguments = [] } = type
    if (aliasSymbol !== undefined && moduleOf(aliasSymbol) !== undefined) {
      return this.reference(aliasSymbol, aliasTypeArguments, indent)
    }
    this.depth += 1
    if (this.depth > 60) throw new Error(`This type contains itself: ${this.checker.typeToString(type)}`)
    try {
      if (type.isUnion()) return this.union(type.types, indent)
      if (type.isIntersection()) return type.types.map((part) => this.operand(part, indent)).join(" & ")
      if (type.isTypeParameter()) return type.symbol.name
      if ((type.flags & TypeFlags.Object) !== 0) return this.object(type, indent)
      return this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
    } finally {
      this.depth -= 1
    }
  }

  reference(symbol, args, indent) {
    const path = []
    for (let at = symbol; at !== undefined && (at.flags & SymbolFlags.ValueModule) === 0; at = at.parent) {
      path.unshift(at.name)
    }
    // The classes of Effect 4 extend helpers that are not exported.
    const module = moduleOf(symbol)
    const name = module === "lib" ? path.join(".") : `import("${module}").${path.join(".")}`
    return args.length === 0 ? name : `${name}<${args.map((arg) => this.type(arg, indent)).join(", ")}>`
  }

  operand(type, indent) {
    const text = this.type(type, indent)
    return /^(<[^(]*>)?\(.*\) =>/s.test(text) || type.isUnion() && !this.named.has(type) ? `(${text})` : text
  }

  union(types, indent) {
    const isBoolean = types.filter(isBooleanLiteral).length === 2
    const rest = isBoolean ? types.filter((type) => !isBooleanLiteral(type)) : types
    const parts = rest.map((type) => this.operand(type, indent))
    return [...new Set([...(isBoolean ? ["boolean"] : []), ...parts])].join(" | ")
  }

  /** Prints a type without the undefined that its question mark implies. */
  optional(type, indent) {
    if (!type.isUnion() || !type.types.some(isUndefined)) return this.type(type, indent)
    const present = this.checker.getNonNullableType(type)
    const isNullable = type.types.some(({ flags }) => (flags & TypeFlags.Null) !== 0)
    return isNullable ? this.type(type, indent) : this.type(present, indent)
  }

  object(type, indent) {
    const { checker } = this
    if (checker.isTupleType(type)) return this.tuple(type, indent)
    const { symbol } = type
    if (symbol !== undefined && !isAnonymous(symbol) && moduleOf(symbol) !== undefined) {
      if ((symbol.flags & SymbolFlags.Class) !== 0 && type === checker.getTypeOfSymbol(symbol)) {
        return `typeof ${this.reference(symbol, [], indent)}`
      }
      const count = type.target?.typeParameters?.length ?? 0
      return this.reference(symbol, checker.getTypeArguments(type).slice(0, count), indent)
    }
    const calls = type.getCallSignatures()
    const isFunction = calls.length === 1 && checker.getPropertiesOfType(type).length === 0
      && type.getConstructSignatures().length === 0
    return isFunction ? this.signature(calls[0], indent, " =>") : this.members(type, indent)
  }

  tuple(type, indent) {
    const { elementFlags, labeledElementDeclarations, readonly } = type.target
    const items = this.checker.getTypeArguments(type).map((item, index) => {
      const name = labeledElementDeclarations?.[index]?.name.getText()
      const isOptional = (elementFlags[index] & ElementFlags.Optional) !== 0
      const text = this.type(item, indent)
      return name === undefined ? `${text}${isOptional ? "?" : ""}` : `${name}${isOptional ? "?" : ""}: ${text}`
    })
    return `${readonly ? "readonly " : ""}[${items.join(", ")}]`
  }

  signature(signature, indent, arrow) {
    const { checker } = this
    // The compiler knows the names and question marks of arguments that a mapped tuple has given.
    const node = checker.signatureToSignatureDeclaration(
      signature,
      ts.SyntaxKind.FunctionType,
      undefined,
      ts.NodeBuilderFlags.NoTruncation
    )
    const expanded = checker.getExpandedParameters?.(signature)?.[0] ?? signature.parameters
    const args = expanded.map((parameter, index) => {
      const { dotDotDotToken, name, questionToken } = node.parameters[index]
      const type = checker.getTypeOfSymbol(parameter)
      const rest = dotDotDotToken === undefined ? "" : "..."
      const written = this.written(parameter, type, indent)
      if (written !== undefined) return `${name.text}: ${written}`
      return questionToken === undefined
        ? `${rest}${name.text}: ${this.type(type, indent)}`
        : `${name.text}?: ${this.optional(type, indent)}`
    })
    return `${this.typeParameters(signature, indent)}(${args.join(", ")})${arrow} ${
      this.type(signature.getReturnType(), indent)
    }`
  }

  /** The name of a type of Effect 4 that the compiler has resolved, as it stands in the source. */
  written(parameter, type, indent) {
    const node = parameter.valueDeclaration?.type
    if (node === undefined || !ts.isTypeReferenceNode(node)) return undefined
    const symbol = this.checker.getSymbolAtLocation(node.typeName)
    const args = node.typeArguments ?? []
    return symbol === undefined || moduleOf(symbol) === undefined || this.checker.getTypeFromTypeNode(node) !== type
      ? undefined
      : this.reference(symbol, args.map((arg) => this.checker.getTypeFromTypeNode(arg)), indent)
  }

  typeParameters({ typeParameters = [] }, indent) {
    if (typeParameters.length === 0) return ""
    const all = typeParameters.map((parameter) => {
      const bound = parameter.getConstraint()
      const fallback = parameter.getDefault()
      return parameter.symbol.name
        + (bound === undefined ? "" : ` extends ${this.type(bound, indent)}`)
        + (fallback === undefined ? "" : ` = ${this.type(fallback, indent)}`)
    })
    return `<${all.join(", ")}>`
  }

  members(type, indent) {
    const inner = `${indent}  `
    const { checker } = this
    const lines = [
      ...type.getCallSignatures().map((signature) => this.signature(signature, inner, ":")),
      ...type.getConstructSignatures().map((signature) => `new${this.signature(signature, inner, ":")}`),
      ...checker.getIndexInfosOfType(type).map(({ isReadonly, keyType, type }) =>
        `${isReadonly ? "readonly " : ""}[key: ${this.type(keyType, inner)}]: ${this.type(type, inner)}`
      ),
      ...checker.getPropertiesOfType(type).map((property) => this.member(property, inner))
    ]
    return lines.length === 0 ? "{}" : `{\n${lines.map((line) => inner + line).join("\n")}\n${indent}}`
  }

  member(property, indent) {
    if (property.escapedName.startsWith("__@")) throw new Error(`A name is a symbol: ${property.escapedName}`)
    const { name } = property
    const isOptional = (property.flags & SymbolFlags.Optional) !== 0
    const shown = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name)
    return `${documentation(property, indent)}${isReadonly(property) ? "readonly " : ""}${shown}${
      isOptional ? "?" : ""
    }: ${this.type(this.checker.getTypeOfSymbol(property), indent)}`
  }
}

/**
 * The file for the exports of `entry`, a file of declarations. Types that `index` exports are imported from there.
 */
export const declarations = (entry, index) => {
  const program = ts.createProgram(index === undefined ? [entry] : [index.file, entry], {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    types: []
  })
  const checker = program.getTypeChecker()
  const printer = new Printer(checker)
  const resolved = (symbol) => (symbol.flags & SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol

  /** Exports of a module, those of the namespaces in it included. */
  const exportsOf = (module) =>
    checker.getExportsOfModule(module).map((symbol) => ({ name: symbol.name, symbol: resolved(symbol) }))

  const collect = (module, prefix) => {
    for (const { name, symbol } of exportsOf(module)) {
      if ((symbol.flags & SymbolFlags.ValueModule) !== 0) collect(symbol, `${prefix}${name}.`)
      if ((symbol.flags & (SymbolFlags.Class | SymbolFlags.Interface | SymbolFlags.TypeAlias)) !== 0) {
        const type = checker.getDeclaredTypeOfSymbol(symbol)
        printer.named.set(type, prefix + name)
        printer.named.set(printer.key(type), prefix + name)
      }
    }
  }

  const classOf = (name, symbol, indent) => {
    const node = symbol.declarations.find(ts.isClassDeclaration)
    const base = node.heritageClauses?.[0]?.types[0]
    const docs = documentation(symbol, indent)
    const own = node.members.filter((member) =>
      (ts.getCombinedModifierFlags(member) & ModifierFlags.Static) !== 0 && member.name !== undefined
    ).map((member) =>
      `${indent}  ${
        printer.member(member.symbol, `${indent}  `).replace(/^(\/\*.*?\*\/\s*)?(readonly )?/s, "$1static $2")
      }\n`
    )
    const body = own.length === 0 ? "{}" : `{\n${own.join("")}${indent}}`
    return `${ambient(indent)}const ${name}_base: ${
      printer.type(checker.getTypeAtLocation(base.expression), indent)
    }\n${indent}`
      + `${docs}export ${ambient(indent)}class ${name} extends ${name}_base ${body}\n`
  }

  const declare = ({ name, symbol }, indent) => {
    const docs = documentation(symbol, indent)
    const texts = []
    if ((symbol.flags & SymbolFlags.ValueModule) !== 0) {
      const inner = exportsOf(symbol).map((one) => declare(one, `${indent}  `)).join("\n")
      return `${indent}export ${ambient(indent)}namespace ${name} {\n${inner}${indent}}\n`
    }
    if ((symbol.flags & SymbolFlags.Class) !== 0) texts.push(classOf(name, symbol, indent))
    if (
      (symbol.flags & (SymbolFlags.Interface | SymbolFlags.TypeAlias)) !== 0 && (symbol.flags & SymbolFlags.Class) === 0
    ) {
      const parameters = symbol.declarations[0].typeParameters?.map((parameter) => parameter.getText()) ?? []
      const generic = parameters.length === 0 ? "" : `<${parameters.join(", ")}>`
      texts.push(
        `${docs}export type ${name}${generic} = ${printer.parts(checker.getDeclaredTypeOfSymbol(symbol), indent)}\n`
      )
    }
    if ((symbol.flags & SymbolFlags.Variable) !== 0) {
      texts.push(
        `${docs}export ${ambient(indent)}const ${name}: ${printer.type(checker.getTypeOfSymbol(symbol), indent)}\n`
      )
    }
    return texts.map((text) => indent + text).join("\n")
  }

  const moduleAt = (file) => checker.getSymbolAtLocation(program.getSourceFile(file))
  if (index !== undefined) collect(moduleAt(index.file), `import("${index.specifier}").`)
  const root = moduleAt(entry)
  collect(root, "")
  const exported = exportsOf(root).map((one) => declare(one, ""))
  const hoisted = [...printer.hoisted].map(([name, text]) => `type ${name} = ${text}\n`)
  // Without it every declaration of the file would be an export.
  return [...hoisted, ...exported, "export {}\n"].join("\n")
}
