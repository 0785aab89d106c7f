// Mistakes with effects that type-check: above all an effect that is made and never run, which in a test passes silently.
// The rules are those of @effect/language-service, asked here over one program, where an editor asks file by file.
import transform from "@effect/language-service/transform.js"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = `${root}scripts/config`
const { config } = ts.readConfigFile(`${folder}/tsconfig.effects.json`, (file) => ts.sys.readFile(file))
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
const [rules] = options.plugins

const program = ts.createProgram(fileNames, options)
const found = []
const inspect = transform.default(program, rules, { ts, addDiagnostic: (diagnostic) => found.push(diagnostic) })()
for (const file of fileNames) inspect(program.getSourceFile(file))

if (found.length > 0) {
  console.log(ts.formatDiagnostics(found, {
    getCanonicalFileName: (file) => file,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n"
  }))
  process.exit(1)
}
